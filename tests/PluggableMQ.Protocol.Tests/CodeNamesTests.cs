using System.Reflection;

namespace PluggableMQ.Protocol.Tests;

public sealed class CodeNamesTests
{
    [Theory]
    [InlineData(typeof(RequestCode), 100)]
    [InlineData(typeof(ResponseCode), 50)]
    public void GetName_EveryCode_IsTheConstantsNameInRocketMqsSpelling(Type type, int atLeast)
    {
        var constants = type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).ToList();
        Assert.True(constants.Count >= atLeast);
        Assert.Equal(constants.Count, constants.Select(field => field.GetRawConstantValue()).Distinct().Count());
        foreach (var constant in constants)
        {
            var name = (string)type.GetMethod("GetName")!.Invoke(null, [constant.GetRawConstantValue()])!;
            Assert.Equal(constant.Name, name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            Assert.Matches("^[A-Z0-9_]+$", name);
        }
    }

    [Theory]
    [InlineData(RequestCode.SendMessage, 10)]
    [InlineData(RequestCode.PullMessage, 11)]
    [InlineData(RequestCode.QueryMessage, 12)]
    [InlineData(RequestCode.QueryConsumerOffset, 14)]
    [InlineData(RequestCode.UpdateConsumerOffset, 15)]
    [InlineData(RequestCode.UpdateAndCreateTopic, 17)]
    [InlineData(RequestCode.SearchOffsetByTimestamp, 29)]
    [InlineData(RequestCode.GetMaxOffset, 30)]
    [InlineData(RequestCode.GetMinOffset, 31)]
    [InlineData(RequestCode.ViewMessageById, 33)]
    [InlineData(RequestCode.UnregisterClient, 35)]
    [InlineData(RequestCode.ConsumerSendMsgBack, 36)]
    [InlineData(RequestCode.EndTransaction, 37)]
    [InlineData(RequestCode.GetConsumerListByGroup, 38)]
    [InlineData(RequestCode.CheckTransactionState, 39)]
    [InlineData(RequestCode.NotifyConsumerIdsChanged, 40)]
    [InlineData(RequestCode.RegisterBroker, 103)]
    [InlineData(RequestCode.UnregisterBroker, 104)]
    [InlineData(RequestCode.GetRouteInfoByTopic, 105)]
    [InlineData(RequestCode.GetBrokerClusterInfo, 106)]
    [InlineData(RequestCode.WipeWritePermOfBroker, 205)]
    [InlineData(RequestCode.SendMessageV2, 310)]
    [InlineData(RequestCode.SendBatchMessage, 320)]
    [InlineData(RequestCode.QueryDataVersion, 322)]
    [InlineData(RequestCode.SendReplyMessageV2, 325)]
    public void RequestCode_Value_IsRocketMqs(int code, int expected) => Assert.Equal(expected, code);

    [Theory]
    [InlineData(ResponseCode.Success, 0)]
    [InlineData(ResponseCode.SystemError, 1)]
    [InlineData(ResponseCode.SystemBusy, 2)]
    [InlineData(ResponseCode.RequestCodeNotSupported, 3)]
    [InlineData(ResponseCode.FlushDiskTimeout, 10)]
    [InlineData(ResponseCode.MessageIllegal, 13)]
    [InlineData(ResponseCode.ServiceNotAvailable, 14)]
    [InlineData(ResponseCode.NoPermission, 16)]
    [InlineData(ResponseCode.TopicNotExist, 17)]
    [InlineData(ResponseCode.PullNotFound, 19)]
    [InlineData(ResponseCode.PullRetryImmediately, 20)]
    [InlineData(ResponseCode.PullOffsetMoved, 21)]
    [InlineData(ResponseCode.QueryNotFound, 22)]
    [InlineData(ResponseCode.SubscriptionNotLatest, 25)]
    [InlineData(ResponseCode.ConsumerNotOnline, 206)]
    public void ResponseCode_Value_IsRocketMqs(int code, int expected) => Assert.Equal(expected, code);

    [Fact]
    public void GetName_UnknownCode_IsItsNumber()
    {
        Assert.Equal("-77", RequestCode.GetName(-77));
        Assert.Equal("-77", ResponseCode.GetName(-77));
    }

    [Fact]
    public void LanguageCodes_EveryCode_RoundTripsThroughItsName()
    {
        string[] names = ["JAVA", "CPP", "DOTNET", "PYTHON", "DELPHI", "ERLANG", "RUBY", "OTHER", "HTTP", "GO", "PHP", "OMS", "RUST", "NODE_JS"];
        for (var code = 0; code < names.Length; code++)
        {
            Assert.Equal(names[code], LanguageCodes.GetName((LanguageCode)code));
            Assert.Equal((LanguageCode)code, LanguageCodes.Parse(System.Text.Encoding.ASCII.GetBytes(names[code])));
        }
    }
}
