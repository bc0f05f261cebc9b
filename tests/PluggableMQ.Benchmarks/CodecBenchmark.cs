using System.Buffers;
using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Benchmarks;

/// <summary>What the broker does with the bytes of one send of 128 bytes: frame and header in, record out, response out. Nothing may be allocated.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 3, iterationCount: 10)]
public class CodecBenchmark
{
    private static readonly IPEndPoint Host = new(IPAddress.Loopback, 10911);
    private readonly RemotingCommand _request = new();
    private readonly RemotingCommand _response = new();
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly byte[] _record = new byte[1024];
    private ReadOnlySequence<byte> _frame;
    private MessageRecord _message;

    /// <summary>The header's form.</summary>
    [Params(SerializeType.Json, SerializeType.RocketMq)]
    public SerializeType Serialization { get; set; }

    /// <summary>Makes a frame as a producer sends it.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var command = RemotingCommand.CreateRequest(RequestCode.SendMessageV2, new byte[128]);
        command.SerializeType = Serialization;
        string[] values =
        [
            "producer-group", "BenchmarkTest", "TBW102", "4", "2", "0", "1795220024255", "0",
            "UNIQ_KEY\u0001C000020279EE5FFD2B27670BC3BE0000\u0002WAIT\u0001true\u0002TAGS\u0001TagA", "0", "false", "0", "false", "broker-a",
        ];
        for (var i = 0; i < values.Length; i++) command.Fields.Add([(byte)('a' + i)], values[i]);
        RemotingFrame.Write(command, _output);
        _frame = new ReadOnlySequence<byte>(_output.WrittenSpan.ToArray());
        _message = new MessageRecord
        {
            Topic = "BenchmarkTest",
            QueueId = 2,
            BornHost = Host,
            StoreHost = Host,
            Body = new ReadOnlySequence<byte>(new byte[128]),
            Properties = Encoding.UTF8.GetBytes(values[8]),
        };
    }

    /// <summary>Frame to request header.</summary>
    [Benchmark]
    public int DecodeSend()
    {
        var buffer = _frame;
        RemotingFrame.TryRead(ref buffer, _request, RemotingFrame.DefaultMaxLength, out _);
        return SendMessageRequestView.TryRead(_request.Code, _request.Fields, out var view, out _) ? view.QueueId : -1;
    }

    /// <summary>Message to stored record, its checksum included.</summary>
    [Benchmark]
    public int WriteRecord() => MessageCodec.Write(_message, 1, 2, 3, _record);

    /// <summary>Result to response frame.</summary>
    [Benchmark]
    public int EncodeResponse()
    {
        _output.ResetWrittenCount();
        _response.PrepareResponse(_request);
        _response.SerializeType = Serialization;
        SendMessageResponseHeader.Write(_response.Fields, Host, 1024, 2, 7);
        RemotingFrame.Write(_response, _output);
        return _output.WrittenCount;
    }
}
