namespace PluggableMQ.Hosting.Tests.Misbehaviour;

/// <summary>Tests of which one runs at a time: they find their hosts' measurements by the name of what misbehaves.</summary>
[CollectionDefinition("misbehaviour")]
public sealed class MisbehaviourCollection;
