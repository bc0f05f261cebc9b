namespace PluggableMQ.Protocol;

/// <summary>The permission bits of topics and brokers (<c>PermName</c>).</summary>
public static class Permission
{
    /// <summary>Priority; unused by RocketMQ 4.9.</summary>
    public const int Priority = 8;

    /// <summary>Messages may be pulled.</summary>
    public const int Read = 4;

    /// <summary>Messages may be sent.</summary>
    public const int Write = 2;

    /// <summary>New topics may be made from this one.</summary>
    public const int Inherit = 1;

    /// <summary>Whether messages may be pulled.</summary>
    /// <param name="permission">The bits.</param>
    /// <returns>The read bit.</returns>
    public static bool IsReadable(int permission) => (permission & Read) != 0;

    /// <summary>Whether messages may be sent.</summary>
    /// <param name="permission">The bits.</param>
    /// <returns>The write bit.</returns>
    public static bool IsWritable(int permission) => (permission & Write) != 0;

    /// <summary>Whether new topics may be made from this one.</summary>
    /// <param name="permission">The bits.</param>
    /// <returns>The inherit bit.</returns>
    public static bool IsInherited(int permission) => (permission & Inherit) != 0;

    /// <summary>The text that RocketMQ prints.</summary>
    /// <param name="permission">The bits.</param>
    /// <returns>For example <c>RW-</c>.</returns>
    public static string ToText(int permission) => string.Create(3, permission, static (text, bits) =>
    {
        text[0] = IsReadable(bits) ? 'R' : '-';
        text[1] = IsWritable(bits) ? 'W' : '-';
        text[2] = IsInherited(bits) ? 'X' : '-';
    });
}
