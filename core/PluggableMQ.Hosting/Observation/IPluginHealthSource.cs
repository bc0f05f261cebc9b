using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Hosting.Observation;

/// <summary>A part of a role that watches over plugins and knows how they are. Registered in the role's scope.</summary>
internal interface IPluginHealthSource
{
    /// <summary>How the extensions are that it watches over. Cheap, from any thread.</summary>
    IEnumerable<PluginHealth> Collect();

    /// <summary>Something else of a kind is in use from now on: what was counted is not its doing.</summary>
    void Forget(PluginKind kind)
    {
    }
}
