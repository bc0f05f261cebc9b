namespace PluggableMQ.Hosts.Cli.Text;

/// <summary>Breaks text at blanks so that lines fit a terminal. What has no blank, a path for instance, stays whole: it is there to be copied.</summary>
internal static class TextWrap
{
    /// <summary>The columns that all output fits into.</summary>
    public const int Columns = 100;

    /// <summary>A blank at which no line is broken; printed as a blank.</summary>
    public const char HardBlank = '\u00a0';

    private const string Hang = "  ";

    /// <summary>The lines of a text, which keeps its own line breaks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The columns that there are.</param>
    /// <param name="hang">What stands before the further lines of a broken one, so that it can be told from the next.</param>
    public static IEnumerable<string> Lines(string text, int width, string hang = "")
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return Finish(line);
                    line = hang + word;
                    continue;
                }

                line = line.Length == 0 ? word : $"{line} {word}";
            }

            yield return Finish(line);
        }
    }

    /// <summary>Writes a text below a margin.</summary>
    public static void Write(TextWriter output, int margin, string text)
    {
        foreach (var line in Lines(text, Columns - margin, Hang)) output.WriteLine((new string(' ', margin) + line).TrimEnd());
    }

    /// <summary>Writes a text beside a label; further lines of it stand below the first.</summary>
    public static void Write(TextWriter output, string label, int margin, string text, string hang = Hang)
    {
        foreach (var line in Lines(text, Columns - margin, hang))
        {
            output.WriteLine((label.PadRight(margin) + line).TrimEnd());
            label = "";
        }
    }

    private static string Finish(string line) => line.Replace(HardBlank, ' ');
}
