namespace PluggableMQ.Client.Exchange;

/// <summary>Stands for something of a plugin that its host may exchange at any time.</summary>
/// <typeparam name="T">What it stands for.</typeparam>
internal interface IExchangeable<out T> where T : class
{
    /// <summary>Takes what is in force for one use, which ends with the disposal of what is returned.</summary>
    IExchangeableUse<T> Enter();
}

/// <summary>One use of something that may be exchanged meanwhile.</summary>
/// <typeparam name="T">What is used.</typeparam>
internal interface IExchangeableUse<out T> : IDisposable where T : class
{
    /// <summary>What is used.</summary>
    T Value { get; }

    /// <summary>Cancelled when something else is put into force.</summary>
    CancellationToken Retiring { get; }
}
