using System.Globalization;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

/// <summary>A span as it came by OTLP (<c>opentelemetry.proto.trace.v1.Span</c>).</summary>
internal sealed class ExportedSpan
{
    public string TraceId { get; private set; } = "";

    public string SpanId { get; private set; } = "";

    public string ParentSpanId { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>3 client, 4 producer, 5 consumer.</summary>
    public int Kind { get; private set; }

    public ulong Start { get; private set; }

    public ulong End { get; private set; }

    /// <summary>0 unset, 2 error.</summary>
    public int Status { get; private set; }

    public Dictionary<string, string> Attributes { get; } = [];

    /// <summary>Trace id and span id of each link.</summary>
    public List<(string TraceId, string SpanId)> Links { get; } = [];

    public required IReadOnlyDictionary<string, string> Resource { get; init; }

    /// <summary>All spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static List<ExportedSpan> ReadAll(ReadOnlySpan<byte> request)
    {
        var spans = new List<ExportedSpan>();
        var outer = new ProtobufReader(request);
        while (outer.Read())
        {
            if (outer.Field == 1) ReadResourceSpans(outer.Bytes, spans);
        }

        return spans;
    }

    private static void ReadResourceSpans(ReadOnlySpan<byte> data, List<ExportedSpan> spans)
    {
        var resource = new Dictionary<string, string>();
        var reader = new ProtobufReader(data);
        while (reader.Read())
        {
            // Field 3 is text.
            var inner = new ProtobufReader(reader.Field is 1 or 2 ? reader.Bytes : default);
            while (inner.Read())
            {
                if (reader.Field == 1 && inner.Field == 1) ReadAttribute(inner.Bytes, resource);
                if (reader.Field == 2 && inner.Field == 2) spans.Add(ReadSpan(inner.Bytes, resource));
            }
        }
    }

    private static ExportedSpan ReadSpan(ReadOnlySpan<byte> data, Dictionary<string, string> resource)
    {
        var span = new ExportedSpan { Resource = resource };
        var reader = new ProtobufReader(data);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: span.TraceId = reader.Hex; break;
                case 2: span.SpanId = reader.Hex; break;
                case 4: span.ParentSpanId = reader.Hex; break;
                case 5: span.Name = reader.Text; break;
                case 6: span.Kind = (int)reader.Number; break;
                case 7: span.Start = reader.Number; break;
                case 8: span.End = reader.Number; break;
                case 9: ReadAttribute(reader.Bytes, span.Attributes); break;
                case 13: span.Links.Add(ReadLink(reader.Bytes)); break;
                case 15: span.Status = ReadStatus(reader.Bytes); break;
                default: break;
            }
        }

        return span;
    }

    private static (string TraceId, string SpanId) ReadLink(ReadOnlySpan<byte> data)
    {
        var (trace, span) = ("", "");
        var reader = new ProtobufReader(data);
        while (reader.Read())
        {
            if (reader.Field == 1) trace = reader.Hex;
            if (reader.Field == 2) span = reader.Hex;
        }

        return (trace, span);
    }

    private static int ReadStatus(ReadOnlySpan<byte> data)
    {
        var code = 0;
        var reader = new ProtobufReader(data);
        while (reader.Read())
        {
            if (reader.Field == 3) code = (int)reader.Number;
        }

        return code;
    }

    private static void ReadAttribute(ReadOnlySpan<byte> data, Dictionary<string, string> attributes)
    {
        var (key, value) = ("", "");
        var reader = new ProtobufReader(data);
        while (reader.Read())
        {
            if (reader.Field == 1) key = reader.Text;
            if (reader.Field == 2) value = ReadValue(reader.Bytes);
        }

        attributes[key] = value;
    }

    private static string ReadValue(ReadOnlySpan<byte> data)
    {
        var reader = new ProtobufReader(data);
        if (!reader.Read()) return "";
        switch (reader.Field)
        {
            case 1: return reader.Text;
            case 2: return reader.Number == 1 ? "true" : "false";
            case 3: return ((long)reader.Number).ToString(CultureInfo.InvariantCulture);
            case 5:
                var items = new List<string>();
                var array = new ProtobufReader(reader.Bytes);
                while (array.Read()) items.Add(ReadValue(array.Bytes));
                return string.Join(' ', items);
            default: return "?";
        }
    }
}
