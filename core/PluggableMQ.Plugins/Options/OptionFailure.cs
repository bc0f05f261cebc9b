namespace PluggableMQ.Plugins.Options;

/// <summary>What is wrong with one option.</summary>
/// <param name="Path">The option, for example <c>flushDiskType</c> or <c>servers[1].port</c>; empty for the options as a whole.</param>
/// <param name="Text">The option and what is wrong with it; never holds a secret's value.</param>
internal sealed record OptionFailure(string Path, string Text);
