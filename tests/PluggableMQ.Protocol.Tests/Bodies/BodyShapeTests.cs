using System.Reflection;
using System.Text;

using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Tests.Bodies;

public class BodyShapeTests
{
    public static TheoryData<string> Names => [.. BodyShape.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_JavasText_GivesTheSameBytes(string name)
    {
        var shape = BodyShape.All.Single(s => s.Name == name);
        Assert.Equal(shape.Json, Encoding.UTF8.GetString(shape.Recode(Encoding.UTF8.GetBytes(shape.Json))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_StandardJson_GivesTheSame(string name)
    {
        var shape = BodyShape.All.Single(s => s.Name == name);
        var standard = FastJson.ToStandard(Encoding.UTF8.GetBytes(shape.Json));
        Assert.Equal(shape.Json, Encoding.UTF8.GetString(shape.Recode(standard)));
    }

    [Fact]
    public void All_HasEveryBodyThatCanBeDecoded()
    {
        var types = typeof(HeartbeatData).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(HeartbeatData).Namespace && type.GetMethod("Decode", BindingFlags.Public | BindingFlags.Static) is not null)
            .Select(type => type.Name);
        Assert.Equal(types.Order(StringComparer.Ordinal), BodyShape.All.Select(shape => shape.Name.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}
