namespace PluggableMQ.Hosting.Administration;

/// <summary>Settings of the admin endpoint, given to any role like its other settings.</summary>
internal sealed class AdminOptions
{
    /// <summary>The key of <see cref="AdminListen"/>.</summary>
    public const string ListenKey = "adminListen";

    /// <summary>Where the endpoint listens, see <see cref="AdminAddress"/>; empty for no endpoint.</summary>
    public string AdminListen { get; set; } = "";

    /// <summary>Whether it may listen where other machines reach it. It asks nobody who they are.</summary>
    public bool AdminAllowRemote { get; set; }

    /// <summary>Reads <see cref="AdminListen"/>.</summary>
    /// <param name="complaint">What is wrong with it and what to do, or null.</param>
    /// <returns>The address; null when there is none, or it is wrong.</returns>
    public AdminAddress? Read(out string? complaint)
    {
        complaint = null;
        if (AdminListen.Length == 0) return null;
        if (!AdminAddress.TryParse(AdminListen, out var address, out var reason)) complaint = $"is '{AdminListen}', which {reason}";
        else if (address is { UnixPath: null, Ip: null }) complaint = $"is '{AdminListen}'; write an IP address of this machine to listen on, for example 127.0.0.1:9878.";
        else if (!address.IsLocal && !AdminAllowRemote)
            complaint = $"is '{AdminListen}', which other machines can reach, and the admin endpoint has no authentication; listen on 127.0.0.1 or on unix:/path.sock, or set adminAllowRemote=true if the network keeps strangers out.";
        return complaint is null ? address : null;
    }
}
