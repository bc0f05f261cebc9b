namespace PluggableMQ.Protocol.Json;

/// <summary>How <see cref="FastJsonWriter"/> writes.</summary>
public enum FastJsonFormat
{
    /// <summary>As Java puts it on the wire: no spaces, integer keys unquoted, keys that are objects as objects, text in UTF-8.</summary>
    Java = 0,

    /// <summary>As <see cref="Java"/>, indented with tabs: the form of the files in <c>config/</c> (fastjson's <c>PrettyFormat</c>).</summary>
    Pretty,

    /// <summary>Standard JSON in ASCII: every key a quoted text, other characters as <c>\uXXXX</c> (fastjson's <c>BrowserCompatible</c>).</summary>
    Standard,
}
