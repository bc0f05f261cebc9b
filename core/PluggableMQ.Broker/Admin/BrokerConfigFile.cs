using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Persistence;
using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Broker.Admin;

/// <summary>
/// Writes changed settings into the file that the broker was started with (<c>brokerConfigPath</c>); other lines keep their values.
/// </summary>
internal sealed class BrokerConfigFile
{
    private readonly BrokerOptions _options;
    private readonly ILogger<BrokerConfigFile> _logger;

    public BrokerConfigFile(BrokerOptions options, ILogger<BrokerConfigFile> logger)
    {
        _options = options;
        _logger = logger;
    }

    /// <summary>Writes the changes; without a file they last until the next start.</summary>
    public void Save(IReadOnlyList<KeyValuePair<string, string>> changes)
    {
        var path = _options.BrokerConfigPath;
        if (path.Length == 0) return;
        try
        {
            var content = File.Exists(path) ? JavaProperties.Parse(File.ReadAllText(path)).ToList() : [];
            foreach (var change in changes)
            {
                var index = content.FindIndex(entry => entry.Key == change.Key);
                if (index < 0) content.Add(change);
                else content[index] = change;
            }

            new ConfigFile(Path.GetFullPath(path)).Write(Encoding.UTF8.GetBytes(JavaProperties.Write(content)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            BrokerLog.ConfigNotSaved(_logger, path, e);
        }
    }
}
