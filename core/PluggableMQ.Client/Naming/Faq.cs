namespace PluggableMQ.Client.Naming;

/// <summary>The line that RocketMQ puts below some errors (<c>FAQUrl.suggestTodo</c>); tools look for it.</summary>
internal static class Faq
{
    public const string Line = "\nSee http://rocketmq.apache.org/docs/faq/ for further details.";
}
