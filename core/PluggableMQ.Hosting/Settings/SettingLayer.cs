using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Hosting.Settings;

/// <summary>Settings from one place, under RocketMQ's keys. Later layers win.</summary>
/// <param name="Source">Where they come from, for errors and <c>-p</c>: a file's path, or something like <c>command line</c>.</param>
/// <param name="Values">Keys and values, in order; of a key that comes twice the last counts.</param>
public sealed record SettingLayer(string Source, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>Whether keys that nothing takes are left aside: an environment serves many programs.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Where relative <c>pluginDirectories</c> in it start; null for the current directory.</summary>
    public string? Directory { get; init; }

    /// <summary>Reads a file of Java properties, as RocketMQ's <c>-c</c> takes it.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its settings.</returns>
    /// <exception cref="HostConfigurationException">The file is missing or no properties file.</exception>
    public static SettingLayer ReadFile(string file)
    {
        var path = Path.GetFullPath(file);
        try
        {
            return new SettingLayer(path, JavaProperties.Parse(File.ReadAllText(path))) { Directory = Path.GetDirectoryName(path) };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HostConfigurationException($"{path}: there is no such configuration file (-c).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostConfigurationException($"{path}: cannot be read: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            throw new HostConfigurationException($"{path}: {e.Message}");
        }
    }

    /// <summary>RocketMQ's environment variables, for a host that reads them.</summary>
    /// <param name="getVariable">Reads a variable.</param>
    /// <returns>The settings that <c>NAMESRV_ADDR</c> and <c>ROCKETMQ_HOME</c> stand for, those that are set.</returns>
    public static SettingLayer FromEnvironment(Func<string, string?> getVariable)
    {
        (string Variable, string Key)[] known = [("NAMESRV_ADDR", "namesrvAddr"), ("ROCKETMQ_HOME", "rocketmqHome")];
        var values = new List<KeyValuePair<string, string>>();
        foreach (var (variable, key) in known)
        {
            if (getVariable(variable) is { Length: > 0 } value) values.Add(new(key, value));
        }

        return new SettingLayer("environment", values) { IsOptional = true };
    }
}
