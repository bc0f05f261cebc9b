namespace PluggableMQ.Abstractions.Plugins;

/// <summary>Something that a host starts and stops: a part of the host, or what a plugin's factory made.</summary>
public interface ILifecycleParticipant
{
    /// <summary>When it starts: stages go up at start and down at stop. See <see cref="LifecycleStage"/>; numbers between are allowed.</summary>
    int Stage { get; }

    /// <summary>Starts. An exception stops the host with a non-zero exit code, after what had started is stopped again.</summary>
    /// <param name="cancellationToken">Cancelled when the host is asked to stop while it starts.</param>
    /// <returns>A task that ends when it is ready.</returns>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops. Called once if it was told to start, also when that, or a later stage, failed. An exception is logged and the stop goes on.</summary>
    /// <param name="cancellationToken">Cancelled when the grace time is over.</param>
    /// <returns>A task that ends when it has stopped.</returns>
    ValueTask StopAsync(CancellationToken cancellationToken);
}

/// <summary>The stages of a host's start; a stop goes through them backwards.</summary>
public static class LifecycleStage
{
    /// <summary>What plugins run for themselves (watchers, caches).</summary>
    public const int Plugins = 100;

    /// <summary>The broker's metadata: topics, groups, offsets.</summary>
    public const int Metadata = 200;

    /// <summary>The message store is opened and recovered.</summary>
    public const int Storage = 300;

    /// <summary>Background services: long polling, delay, housekeeping.</summary>
    public const int Services = 400;

    /// <summary>Servers listen.</summary>
    public const int Listen = 500;

    /// <summary>Clients connect; a broker registers with its NameServers.</summary>
    public const int Register = 600;

    /// <summary>All is up; what runs only then.</summary>
    public const int Ready = 700;
}
