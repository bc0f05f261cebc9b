using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>A filter made of two functions.</summary>
public sealed class TestFilter(Func<long, bool>? matchesTagsCode = null, Func<byte[], bool>? matchesRecord = null) : IMessageFilter
{
    public bool MatchesTagsCode(long tagsCode) => matchesTagsCode?.Invoke(tagsCode) ?? true;

    public bool MatchesRecord(ReadOnlySpan<byte> record) => matchesRecord?.Invoke(record.ToArray()) ?? true;
}
