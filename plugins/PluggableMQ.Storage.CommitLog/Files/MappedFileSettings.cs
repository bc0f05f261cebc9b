using Microsoft.Extensions.Logging;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>What the file sets of one kind share.</summary>
/// <param name="SizeOption">The option that gives the files' size, for error texts.</param>
/// <param name="GapRemedy">What an operator does when a file is missing.</param>
/// <param name="IsPrimary">Whether the files hold what nothing else does, so that their names must be on disk before they are used.</param>
/// <param name="Allocate">Allocates disk space.</param>
/// <param name="Logger">Logs.</param>
internal sealed record MappedFileSettings(string SizeOption, string GapRemedy, bool IsPrimary, SpaceAllocator Allocate, ILogger Logger);
