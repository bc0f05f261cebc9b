namespace PluggableMQ.Plugins;

/// <summary>Something wrong with a file of a plugin, or of the operator's.</summary>
/// <param name="File">The file.</param>
/// <param name="Property">The property of a JSON file, as a path; null when it is about the whole file.</param>
/// <param name="Text">What is wrong: the rest of a sentence that begins with the property, or the file.</param>
/// <param name="Remedy">What to do, as a sentence of its own; empty when the text says it.</param>
internal sealed record PluginFault(string File, string? Property, string Text, string Remedy = "")
{
    /// <summary>All of it in one line.</summary>
    public override string ToString()
    {
        var text = Remedy.Length == 0 ? Text : $"{Text}; {Remedy}";
        return Property is null ? $"{File}: {text}" : $"{File}: '{Property}' {text}";
    }
}
