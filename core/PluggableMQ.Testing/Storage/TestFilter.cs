using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>A filter made of two functions.</summary>
public sealed class TestFilter(Func<long, bool>? tagsCode = null, Func<byte[], bool>? record = null) : IMessageFilter
{
    public bool MatchesTagsCode(long code) => tagsCode?.Invoke(code) ?? true;

    public bool MatchesRecord(ReadOnlySpan<byte> bytes) => record?.Invoke(bytes.ToArray()) ?? true;
}
