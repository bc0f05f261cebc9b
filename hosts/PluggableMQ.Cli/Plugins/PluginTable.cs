namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Writes the list for people: one line a plugin within 100 columns, what is long below it.</summary>
internal static class PluginTable
{
    public static void Write(TextWriter output, IReadOnlyList<PluginRow> rows, IReadOnlyList<string> directories)
    {
        foreach (var directory in directories) output.WriteLine($"{directory}{(Directory.Exists(directory) ? "" : " (does not exist)")}");
        if (rows.Count == 0)
        {
            output.WriteLine("No plugin is there: a plugin is a folder with a plugin.json.");
            return;
        }

        output.WriteLine();
        string[] header = ["ID", "VER", "SPI", "STATUS", "PROVIDES (* in use)"];
        var cells = rows.Select(Cells).ToList();
        var widths = header.Select((title, i) => cells.Max(c => Math.Max(c[i].Length, title.Length))).ToArray();
        WriteLine(output, header, widths);
        for (var i = 0; i < rows.Count; i++)
        {
            WriteLine(output, cells[i], widths);
            WriteDetails(output, rows[i], directories);
        }
    }

    private static string[] Cells(PluginRow row)
        => [row.Id, row.Version ?? "-", row.Spi ?? "-", row.Status.ToString(), string.Join(", ", row.Provides.Select(p => row.InUse.Contains(p) ? $"{p} *" : p))];

    // One blank between columns: the longest names of the project's own plugins then fit 100 columns, whatever the status.
    private static void WriteLine(TextWriter output, string[] cells, int[] widths)
        => output.WriteLine(string.Join(' ', cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());

    private static void WriteDetails(TextWriter output, PluginRow row, IReadOnlyList<string> directories)
    {
        if (row.Reason is not null) Indent(output, row.FailedIn is null ? row.Reason : $"{row.FailedIn}: {row.Reason}");
        foreach (var note in row.Notes) Indent(output, note);
        // Where it lies goes without saying when it lies where its id says.
        if (!directories.Contains(Path.GetDirectoryName(row.Path)) || Path.GetFileName(row.Path) != row.Id) Indent(output, row.Path);
    }

    private static void Indent(TextWriter output, string text)
    {
        foreach (var line in text.Split('\n')) output.WriteLine($"  {line.TrimEnd('\r')}");
    }
}
