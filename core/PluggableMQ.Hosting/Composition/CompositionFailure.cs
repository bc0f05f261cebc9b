using System.Reflection;
using System.Runtime.ExceptionServices;
using Autofac.Core;
using PluggableMQ.Broker.Options;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.NameServer.Options;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Autofac wraps what a component's constructor throws; an operator needs the cause.</summary>
internal static class CompositionFailure
{
    /// <summary>The cause with its stack, or the exception itself when the container is the cause.</summary>
    public static ExceptionDispatchInfo Unwrap(Exception exception, RoleSettings settings)
    {
        while (exception is DependencyResolutionException or TargetInvocationException && exception.InnerException is { } inner) exception = inner;
        return ExceptionDispatchInfo.Capture(exception switch
        {
            BrokerOptionsException wrong => new HostConfigurationException([.. wrong.Problems.Select(p => WithSource(p, settings))]),
            NameServerOptionsException wrong => new HostConfigurationException([.. wrong.Problems.Select(p => WithSource(p, settings))]),
            _ => exception,
        });
    }

    // The roles say "key: what is wrong"; where the value came from only the settings know.
    private static string WithSource(string problem, RoleSettings settings)
    {
        var key = problem.Split(':')[0];
        return settings.All.FirstOrDefault(s => s.Key == key) is { } setting ? $"{setting.Source}: {problem}" : problem;
    }
}
