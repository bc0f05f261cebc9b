using System.Reflection;
using System.Runtime.ExceptionServices;
using Autofac.Core;

namespace PluggableMQ.Hosting.Composition;

/// <summary>Autofac wraps what a component's constructor throws; an operator needs the cause.</summary>
internal static class CompositionFailure
{
    /// <summary>The cause with its stack, or the exception itself when the container is the cause.</summary>
    public static ExceptionDispatchInfo Unwrap(Exception exception)
    {
        while (exception is DependencyResolutionException or TargetInvocationException && exception.InnerException is { } inner) exception = inner;
        return ExceptionDispatchInfo.Capture(exception);
    }
}
