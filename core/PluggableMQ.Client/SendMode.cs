namespace PluggableMQ.Client;

/// <summary>Which of RocketMQ's two rules a send follows when it fails. Both are awaited the same way.</summary>
public enum SendMode
{
    /// <summary>As Java's <c>send(message)</c>: tried again at another broker after a failure to reach one, and after certain answers
    /// (<see cref="ProducerOptions.RetryResponseCodes"/>).</summary>
    Synchronous = 0,

    /// <summary>As Java's <c>send(message, callback)</c>: the same request is tried again after a failure to reach the broker, never after an
    /// answer. Meant for many sends at once: their number is bounded by <see cref="MqClientOptions.ClientAsyncSemaphoreValue"/>.</summary>
    Asynchronous,
}
