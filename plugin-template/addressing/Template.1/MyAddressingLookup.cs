using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Transport;

namespace Template._1;

/// <summary>Reads the NameServers from a file, again at each lookup. An exception keeps the addresses in force.</summary>
internal sealed class MyAddressingLookup(string file) : ITopAddressing
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        var addresses = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(file, cancellationToken))
        {
            var address = line.Split('#')[0].Trim();
            if (address.Length == 0) continue;
            if (!TransportEndpoint.TryParse(address, out _)) throw new IOException($"{file} holds '{address}', which is no address; write host:port.");
            addresses.Add(address);
        }

        return addresses;
    }
}
