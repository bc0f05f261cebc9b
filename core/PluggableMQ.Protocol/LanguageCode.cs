namespace PluggableMQ.Protocol;

/// <summary>The language that a peer announces (<c>LanguageCode</c>).</summary>
/// <remarks>The value is its byte in the binary header, the upper-case name its JSON text.</remarks>
public enum LanguageCode : byte
{
    /// <summary>Java.</summary>
    Java = 0,

    /// <summary>C++.</summary>
    Cpp = 1,

    /// <summary>.NET: what this implementation announces.</summary>
    DotNet = 2,

    /// <summary>Python.</summary>
    Python = 3,

    /// <summary>Delphi.</summary>
    Delphi = 4,

    /// <summary>Erlang.</summary>
    Erlang = 5,

    /// <summary>Ruby.</summary>
    Ruby = 6,

    /// <summary>Any other language, and one whose name is not known.</summary>
    Other = 7,

    /// <summary>HTTP.</summary>
    Http = 8,

    /// <summary>Go.</summary>
    Go = 9,

    /// <summary>PHP.</summary>
    Php = 10,

    /// <summary>OpenMessaging.</summary>
    Oms = 11,

    /// <summary>Rust.</summary>
    Rust = 12,

    /// <summary>Node.js (5.x).</summary>
    NodeJs = 13,
}

/// <summary>The names of <see cref="LanguageCode"/> on the wire.</summary>
public static class LanguageCodes
{
    /// <summary>The name that the JSON header carries.</summary>
    /// <param name="language">The language.</param>
    /// <returns>For example <c>DOTNET</c>, in UTF-8.</returns>
    public static ReadOnlySpan<byte> GetUtf8Name(LanguageCode language) => language switch
    {
        LanguageCode.Java => "JAVA"u8,
        LanguageCode.Cpp => "CPP"u8,
        LanguageCode.DotNet => "DOTNET"u8,
        LanguageCode.Python => "PYTHON"u8,
        LanguageCode.Delphi => "DELPHI"u8,
        LanguageCode.Erlang => "ERLANG"u8,
        LanguageCode.Ruby => "RUBY"u8,
        LanguageCode.Http => "HTTP"u8,
        LanguageCode.Go => "GO"u8,
        LanguageCode.Php => "PHP"u8,
        LanguageCode.Oms => "OMS"u8,
        LanguageCode.Rust => "RUST"u8,
        LanguageCode.NodeJs => "NODE_JS"u8,
        _ => "OTHER"u8,
    };

    /// <summary>The name as text.</summary>
    /// <param name="language">The language.</param>
    /// <returns>For example <c>DOTNET</c>.</returns>
    public static string GetName(LanguageCode language) => System.Text.Encoding.ASCII.GetString(GetUtf8Name(language));

    /// <summary>Finds a language by its wire name.</summary>
    /// <param name="utf8Name">The name in UTF-8.</param>
    /// <returns>The language; <see cref="LanguageCode.Other"/> when the name is unknown.</returns>
    public static LanguageCode Parse(ReadOnlySpan<byte> utf8Name)
    {
        for (var code = LanguageCode.Java; code <= LanguageCode.NodeJs; code++)
        {
            if (utf8Name.SequenceEqual(GetUtf8Name(code))) return code;
        }

        return LanguageCode.Other;
    }
}
