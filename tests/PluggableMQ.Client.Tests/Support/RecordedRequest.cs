using System.Buffers;
using System.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>A request as a fake server received it, or as it was captured.</summary>
internal sealed class RecordedRequest
{
    private readonly FakeServer? _server;
    private readonly RemotingConnection? _connection;

    public RecordedRequest(RemotingCommand request, FakeServer? server = null, RemotingConnection? connection = null)
    {
        _server = server;
        _connection = connection;
        Code = request.Code;
        Opaque = request.Opaque;
        Flag = request.Flag;
        Language = request.Language;
        Version = request.Version;
        SerializeType = request.SerializeType;
        Body = request.Body.ToArray();
        for (var i = 0; i < request.Fields.Count; i++)
            Fields.Add(KeyValuePair.Create(Encoding.UTF8.GetString(request.Fields.GetName(i)), Encoding.UTF8.GetString(request.Fields.GetValue(i))));
    }

    public FakeServer Server => _server ?? throw new InvalidOperationException("No server received this.");

    /// <summary>Where it came on.</summary>
    public RemotingConnection Connection => _connection ?? throw new InvalidOperationException("No server received this.");

    public int Code { get; }

    public int Opaque { get; }

    public int Flag { get; }

    public LanguageCode Language { get; }

    public int Version { get; }

    public SerializeType SerializeType { get; }

    public byte[] Body { get; }

    /// <summary>Names and values in wire order.</summary>
    public List<KeyValuePair<string, string>> Fields { get; } = [];

    /// <summary>A field's value, or null.</summary>
    public string? this[string name] => Fields.FirstOrDefault(field => field.Key == name).Value;

    /// <summary>The properties of a send.</summary>
    public Dictionary<string, string> Properties => PropertiesCodec.Parse(Encoding.UTF8.GetBytes(this["i"] ?? ""));

    /// <summary>Answers now, after the server's script did not.</summary>
    public ValueTask ReplyAsync(Action<RecordedRequest, RemotingCommand> fill)
    {
        var response = new RemotingCommand();
        response.PrepareResponse(new RemotingCommand { Opaque = Opaque, SerializeType = SerializeType });
        fill(this, response);
        return Connection.SendAsync(response);
    }
}
