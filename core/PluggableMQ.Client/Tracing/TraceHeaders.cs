using System.Diagnostics;
using System.Text;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tracing;

/// <summary>A W3C trace context as a message carries it: the properties <c>traceparent</c> and <c>tracestate</c>.</summary>
/// <param name="Parent">The <c>traceparent</c>.</param>
/// <param name="State">The <c>tracestate</c>, or null.</param>
internal readonly record struct TraceHeaders(string Parent, string? State)
{
    public const string ParentName = "traceparent";
    public const string StateName = "tracestate";

    // What the recommendation asks every participant to pass on at least.
    private const int MaxStateLength = 512;

    // The broker adds properties of its own (CLUSTER, REAL_TOPIC, ...); a message that they just fit into must stay one.
    private const int RoomForTheBroker = 512;

    /// <summary>The context that messages of a send carry: the span's own, or the caller's when the span is not sampled. Null when there is none.</summary>
    public static TraceHeaders? Of(Activity? activity)
    {
        if ((activity ?? Activity.Current) is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } source) return null;
        var state = source.TraceStateString;
        return new TraceHeaders(id, IsFit(state) ? state : null);
    }

    /// <summary>Reads what a message carries.</summary>
    public static bool TryRead(Message message, out ActivityContext context)
    {
        context = default;
        return message.GetProperty(ParentName) is { } parent && ActivityContext.TryParse(parent, message.GetProperty(StateName), isRemote: true, out context);
    }

    /// <summary>A message's properties and this context behind them. Null, so that the message goes out as it is, when it has a context already
    /// (the application's word counts) or when its properties would become too long by it.</summary>
    public IEnumerable<KeyValuePair<string, string>>? AddTo(Message message)
    {
        if (message.GetProperty(ParentName) is not null) return null;
        var properties = new List<KeyValuePair<string, string>>(message.Properties) { new(ParentName, Parent) };
        // A state that somebody else left there would belong to another parent.
        properties.RemoveAll(static property => property.Key == StateName);
        if (State is { } state) properties.Add(new(StateName, state));
        return Utf8Length(properties) <= PropertiesCodec.MaxLength - RoomForTheBroker ? properties : null;
    }

    private static int Utf8Length(List<KeyValuePair<string, string>> properties)
        => Encoding.UTF8.GetByteCount(PropertiesCodec.ToText(properties));

    private static bool IsFit(string? state) => state is { Length: > 0 and <= MaxStateLength }
        && !state.AsSpan().ContainsAny(PropertyNames.NameValueSeparator, PropertyNames.PropertySeparator);
}
