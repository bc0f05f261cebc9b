namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>A plugin project that was made: what <c>pmq plugins new --json</c> prints.</summary>
/// <param name="Kind">The kind, for example <c>rpcHook</c>.</param>
/// <param name="Template">The short name of the template.</param>
/// <param name="Name">The project's name.</param>
/// <param name="Directory">The folder that was made.</param>
/// <param name="Files">The files in it, relative to the folder.</param>
/// <param name="Next">The commands to type next.</param>
public sealed record NewPluginReport(string Kind, string Template, string Name, string Directory, IReadOnlyList<string> Files, IReadOnlyList<string> Next);
