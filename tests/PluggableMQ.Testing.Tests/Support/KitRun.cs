using System.Reflection;

namespace PluggableMQ.Testing.Tests.Support;

/// <summary>Runs the tests of a kit's subclass as xunit would, each on an instance of its own, and tells which failed.</summary>
internal static class KitRun
{
    /// <summary>The names of the tests that failed, with their first failure.</summary>
    /// <param name="kit">The subclass.</param>
    /// <param name="only">The one test to run; null for all.</param>
    public static async Task<IReadOnlyDictionary<string, Exception>> RunAsync(Type kit, string? only = null)
    {
        var failed = new SortedDictionary<string, Exception>(StringComparer.Ordinal);
        var tests = kit.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null && (only is null || method.Name == only)).ToList();
        Assert.NotEmpty(tests);
        foreach (var test in tests)
        {
            foreach (var arguments in ArgumentsOf(test))
            {
                if (await RunAsync(kit, test, arguments) is { } failure) failed.TryAdd(test.Name, failure);
            }
        }

        return failed;
    }

    private static IEnumerable<object?[]> ArgumentsOf(MethodInfo test)
        => test.GetCustomAttribute<TheoryAttribute>() is null ? [[]] : test.GetCustomAttributes<Xunit.Sdk.DataAttribute>().SelectMany(data => data.GetData(test) ?? []);

    private static async Task<Exception?> RunAsync(Type kit, MethodInfo test, object?[] arguments)
    {
        var instance = Activator.CreateInstance(kit)!;
        Exception? failure = null;
        try
        {
            await ((IAsyncLifetime)instance).InitializeAsync();
            // On the thread pool: a method that blocks its caller must not hold up the run.
            if (await Task.Run(() => test.Invoke(instance, arguments)) is Task running) await running;
        }
        catch (Exception e)
        {
            failure = Unwrap(e);
        }

        try
        {
            await ((IAsyncLifetime)instance).DisposeAsync();
        }
        catch (Exception e)
        {
            failure ??= Unwrap(e);
        }

        return failure;
    }

    private static Exception Unwrap(Exception exception) => exception is TargetInvocationException { InnerException: { } inner } ? Unwrap(inner) : exception;
}
