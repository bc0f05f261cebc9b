namespace PluggableMQ.Hosts.Cli.Text;

/// <summary>A table for people: columns as wide as they must be, one blank between them; the last one is broken into lines.</summary>
/// <param name="margin">Blanks before each line.</param>
/// <param name="header">The columns' titles.</param>
internal sealed class TextTable(int margin, params string[] header)
{
    // A last column narrower than this is better put below its row.
    private const int Narrow = 24;
    private const int BelowMargin = 2;

    private readonly List<(string[] Cells, IReadOnlyList<string> Below)> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many as there are titles.</param>
    /// <param name="below">Texts for the lines below it.</param>
    public void Add(string[] cells, params IReadOnlyList<string> below) => _rows.Add((cells, below));

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter output)
    {
        var last = header.Length - 1;
        var widths = Enumerable.Range(0, last).Select(i => _rows.Select(r => r.Cells[i].Length).Append(header[i].Length).Max()).ToArray();
        var offset = margin + widths.Sum(w => w + 1);
        Write(output, header, widths, offset);
        foreach (var (cells, below) in _rows)
        {
            Write(output, cells, widths, offset);
            foreach (var text in below) TextWrap.Write(output, margin + BelowMargin, text);
        }
    }

    private void Write(TextWriter output, string[] cells, int[] widths, int offset)
    {
        var first = new string(' ', margin) + string.Concat(widths.Select((width, i) => cells[i].PadRight(width + 1)));
        if (TextWrap.Columns - offset >= Narrow)
        {
            TextWrap.Write(output, first, offset, cells[^1], hang: "");
            return;
        }

        output.WriteLine(first.TrimEnd());
        if (cells[^1].Length > 0) TextWrap.Write(output, margin + BelowMargin, cells[^1]);
    }
}
