namespace PluggableMQ.Hosting.Feeding;

/// <summary>A line of a feed, with its place.</summary>
/// <param name="Source">The file's name, or <c>-</c>.</param>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Bytes">The line without its line end; of a line that is too long, its beginning.</param>
/// <param name="IsTooLong">Whether the line is longer than allowed, so that the rest of it was skipped.</param>
internal readonly record struct FeedLine(string Source, long Number, ReadOnlyMemory<byte> Bytes, bool IsTooLong);
