using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Checking;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>One plugin that a catalog knows, and how it stands. Read by any thread, changed by its catalog.</summary>
public sealed class PluginEntry
{
    private readonly SortedDictionary<PluginPhase, TimeSpan> _timings = [];
    private readonly List<string> _notes = [];
    private readonly List<PluginFinding> _findings = [];
    private readonly Dictionary<ProvidedExtension, int> _inUse = [];

    internal PluginEntry(string id, string directory, PluginManifest? manifest)
    {
        Id = id;
        Directory = directory;
        Manifest = manifest;
        Provides = manifest?.Provides ?? [];
    }

    /// <summary>The plugin's id; its folder's name when the manifest could not be read.</summary>
    public string Id { get; }

    /// <summary>Its version, or null when the manifest could not be read.</summary>
    public PluginVersion? Version => Manifest?.Version;

    /// <summary>Its folder; the application's for a plugin that was compiled in.</summary>
    public string Directory { get; }

    /// <summary>Its manifest, or null when it could not be read.</summary>
    public PluginManifest? Manifest { get; }

    /// <summary>Whether the application handed it over in code.</summary>
    public bool IsCompiledIn => CompiledIn is not null;

    /// <summary>What it provides.</summary>
    public IReadOnlyList<ProvidedExtension> Provides { get; internal set; }

    /// <summary>The schema of its options, or null when it takes none (or its manifest was not read).</summary>
    public OptionsSchema? OptionsSchema { get; internal set; }

    /// <summary>How it stands.</summary>
    public PluginStatus Status { get; private set; }

    /// <summary>Why it stands so; null when all is well.</summary>
    public string? Reason { get; private set; }

    /// <summary>The phase in which it failed, or null.</summary>
    public PluginPhase? FailedIn { get; private set; }

    /// <summary>What its author should know and nothing depends on, for example a copy of a contract in its folder.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>All that phases 2 to 4 found, errors and warnings, one by one.</summary>
    public IReadOnlyList<PluginFinding> Findings => _findings;

    /// <summary>What of it is in use.</summary>
    public IReadOnlyList<ProvidedExtension> InUse
    {
        get
        {
            lock (_inUse) return [.. _inUse.Keys];
        }
    }

    /// <summary>Which generation of the plugin is loaded, counted from 1; 0 when none is.</summary>
    public int GenerationNumber => Generation?.Number ?? 0;

    /// <summary>What came of the last attempt to exchange it while the host runs; null when there was none.</summary>
    public PluginReload? LastReload { get; internal set; }

    /// <summary>How long each phase took, those that ran; from <see cref="PluginPhase.Load"/> on, for the generation that is loaded.</summary>
    public IReadOnlyDictionary<PluginPhase, TimeSpan> Timings
    {
        get
        {
            lock (_timings) return new SortedDictionary<PluginPhase, TimeSpan>(_timings);
        }
    }

    /// <summary>Tells whether the plugin works in a role.</summary>
    /// <param name="role">The role; <see cref="HostRole.None"/> for any.</param>
    /// <returns>Whether its manifest names the role; true when it has no manifest.</returns>
    public bool IsFor(HostRole role) => role == HostRole.None || Manifest is null || (Manifest.Roles & role) != 0;

    /// <summary>The name and version for messages.</summary>
    /// <returns>For example <c>PluggableMQ.Transport.Tcp 1.0.0</c>.</returns>
    public override string ToString() => Version is null ? Id : $"{Id} {Version}";

    internal CompiledInPlugin? CompiledIn { get; init; }

    internal PluginGeneration? Generation { get; set; }

    /// <summary>One in service whose files are the same, so that its code need not be loaded again; null once that is decided.</summary>
    internal PluginEntry? SameCodeAs { get; set; }

    /// <summary>The manifest and the options' schema as they were read, to tell whether they are still the same.</summary>
    internal string Source { get; init; } = "";

    /// <summary>How its folder looked before it was read.</summary>
    internal string Glance { get; init; } = "";

    internal PluginOptionValues Options { get; set; } = PluginOptionValues.None;

    /// <summary>The plugins that it requires, filled in by phase 4.</summary>
    internal IReadOnlyList<PluginEntry> Requires { get; set; } = [];

    /// <summary>Whether nothing so far keeps it from being used.</summary>
    internal bool IsUsable => Status is PluginStatus.Discovered or PluginStatus.Ready or PluginStatus.Active or PluginStatus.Reloading;

    /// <summary>Why a plugin that cannot be used cannot, with the phase.</summary>
    internal string Explain() => FailedIn is { } phase ? $"{Status} ({phase}): {Reason}" : Reason is null ? $"{Status}" : $"{Status}: {Reason}";

    internal void SetStatus(PluginStatus status, string? reason = null, PluginPhase? phase = null)
    {
        Status = status;
        Reason = reason;
        FailedIn = phase;
    }

    /// <summary>Sets a status that keeps the plugin from being used, with a finding for each fault.</summary>
    internal void Refuse(PluginStatus status, PluginPhase phase, params IReadOnlyList<PluginFault> faults)
    {
        SetStatus(status, string.Join(Environment.NewLine, faults), phase);
        foreach (var fault in faults) AddFinding(FindingSeverity.Error, phase, fault);
    }

    /// <summary>Adds something that nothing depends on.</summary>
    internal void Warn(PluginPhase phase, PluginFault fault)
    {
        _notes.Add(fault.ToString());
        AddFinding(FindingSeverity.Warning, phase, fault);
    }

    internal void AddFinding(FindingSeverity severity, PluginPhase phase, PluginFault fault)
        => _findings.Add(new PluginFinding(severity, phase, ToString(), Path.Combine(Directory, fault.File), fault.Property, fault.Text, fault.Remedy));

    internal void AddTime(PluginPhase phase, TimeSpan time)
    {
        lock (_timings) _timings[phase] = _timings.GetValueOrDefault(phase) + time;
    }

    /// <summary>Adds the time until the disposal of what is returned.</summary>
    internal PhaseTimer Time(PluginPhase phase, TimeProvider clock) => new(this, phase, clock);

    /// <summary>Another generation is about to be loaded: what follows is its time, not that of an earlier one as well.</summary>
    internal void ForgetGenerationTimes()
    {
        lock (_timings)
        {
            foreach (var phase in _timings.Keys.Where(p => p >= PluginPhase.Load).ToList()) _timings.Remove(phase);
        }
    }

    /// <summary>The same plugin once more, to be loaded as another generation.</summary>
    /// <param name="options">The options of that generation.</param>
    internal PluginEntry Renew(PluginOptionValues options)
    {
        var entry = new PluginEntry(Id, Directory, Manifest)
        {
            CompiledIn = CompiledIn, OptionsSchema = OptionsSchema, Source = Source, Glance = Glance, Provides = Provides, Requires = Requires,
            Options = options,
        };
        foreach (var (phase, time) in Timings.Where(t => t.Key < PluginPhase.Load)) entry._timings[phase] = time;
        entry._notes.AddRange(_notes);
        entry._findings.AddRange(_findings);
        return entry;
    }

    /// <summary>Notes one use more of an extension.</summary>
    internal void MarkInUse(ProvidedExtension extension)
    {
        lock (_inUse)
        {
            _inUse[extension] = _inUse.GetValueOrDefault(extension) + 1;
            if (Status == PluginStatus.Ready) SetStatus(PluginStatus.Active);
        }
    }

    /// <summary>A new generation of it is being loaded; it serves on meanwhile.</summary>
    internal void BeginReload()
    {
        lock (_inUse)
        {
            if (Status is PluginStatus.Ready or PluginStatus.Active) SetStatus(PluginStatus.Reloading);
        }
    }

    /// <summary>The new generation is loaded, or failed. It stands as its uses say by now, unless it was taken out of service meanwhile.</summary>
    internal void EndReload()
    {
        lock (_inUse)
        {
            if (Status == PluginStatus.Reloading) SetStatus(_inUse.Count > 0 ? PluginStatus.Active : PluginStatus.Ready);
        }
    }

    /// <summary>It is out of service, and stands as before its first use. A failure is kept.</summary>
    internal void LeaveService()
    {
        lock (_inUse)
        {
            if (IsUsable) SetStatus(PluginStatus.Discovered);
        }
    }

    /// <summary>Notes one use less of an extension.</summary>
    internal void UnmarkInUse(ProvidedExtension extension)
    {
        lock (_inUse)
        {
            if (--_inUse[extension] == 0) _inUse.Remove(extension);
            if (_inUse.Count == 0 && Status == PluginStatus.Active) SetStatus(PluginStatus.Ready);
        }
    }
}
