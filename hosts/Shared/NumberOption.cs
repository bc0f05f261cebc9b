using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PluggableMQ.Hosts;

/// <summary>Options that are whole numbers within bounds.</summary>
internal static class NumberOption
{
    /// <summary>Makes one; a number outside its bounds, or no number, is an error that says what is allowed.</summary>
    public static Option<int> Create(string name, string description, int defaultValue, int minimum = 1, int maximum = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => Parse(name, result, minimum, maximum),
    };

    private static int Parse(string name, ArgumentResult result, int minimum, int maximum)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum) return value;
        result.AddError($"{name} is a number {(maximum == int.MaxValue ? $"from {minimum}" : $"from {minimum} to {maximum}")}.");
        return minimum;
    }
}
