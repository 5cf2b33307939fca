using GeneratedScheduler.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeneratedScheduler.Hosting;

/// <summary>What one service collection knows about its kinds of tasks. One instance for each collection; no statics.</summary>
internal sealed class SchedulerRegistry
{
    private readonly Dictionary<string, Registration> _schedulers = new(StringComparer.Ordinal);
    // Like configuration, which does not tell upper from lower case.
    private readonly Dictionary<string, List<Action<SchedulerOptions>>> _forName = new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<(Type Task, Type Result)> _kinds = [];
    private readonly Dictionary<string, StoreChoice> _storeOfName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<StoreChoice, StoreChoice> _behindMemory = [];
    private readonly Dictionary<ITaskStore, StoreChoice> _given = new(ReferenceEqualityComparer.Instance);
    private StoreChoice _store = new(static _ => new MemoryStore());

    public List<Action<SchedulerOptions>> ForAll { get; } = [];

    /// <summary>Each an <c>Action&lt;SchedulerSetup&lt;TTask, TResult&gt;, IServiceProvider&gt;</c> of some kind of task.</summary>
    public List<(Delegate Configure, Type Task, Type Result)> ForSetup { get; } = [];

    /// <summary>What makes middleware, in its order: for all kinds of tasks or for one.</summary>
    public List<Delegate> Middleware { get; } = [];

    public string? ConfigurationSection { get; set; }

    /// <summary>Whether the section may be missing.</summary>
    public bool SectionIsOptional { get; set; }

    /// <summary>Where outputs are saved; <see langword="null"/> for the stores of the tasks.</summary>
    public StoreChoice? Outputs { get; set; }

    /// <summary>Whether memory stands in front of the stores.</summary>
    public bool HasMemoryInFront { get; set; }

    /// <summary>Takes a store that the application has made; given twice, for some kinds and for others, it is still one store.</summary>
    public void UseStore(ITaskStore store, string[] taskNames)
    {
        if (!_given.TryGetValue(store, out StoreChoice? choice))
        {
            choice = new StoreChoice(_ => store);
            _given.Add(store, choice);
        }

        UseStore(choice, taskNames);
    }

    /// <summary>Takes a store for the kinds of tasks with these names, or for all of them, whatever earlier calls have said.</summary>
    public void UseStore(StoreChoice choice, string[] taskNames)
    {
        if (taskNames.Length == 0)
        {
            _store = choice;
            _storeOfName.Clear();
        }

        foreach (string name in taskNames)
        {
            _storeOfName[name] = choice;
        }
    }

    public List<Action<SchedulerOptions>> ForName(string taskName)
    {
        if (!_forName.TryGetValue(taskName, out List<Action<SchedulerOptions>>? actions))
        {
            actions = [];
            _forName.Add(taskName, actions);
        }

        return actions;
    }

    /// <summary>Takes the definition of a kind of task.</summary>
    /// <returns>Whether its scheduler is new. If not, a definition with an actuator takes the place of one without.</returns>
    public bool TryAdd<TTask, TResult>(TaskDefinition<TTask, TResult> definition, Type scheduler)
    {
        _kinds.Add((typeof(TTask), typeof(TResult)));
        Registration added = new(scheduler, definition, definition.CreateActuator);
        if (_schedulers.TryAdd(definition.Name, added))
        {
            return true;
        }

        Registration known = _schedulers[definition.Name];
        if (known.Scheduler != scheduler)
        {
            throw new SchedulerConfigurationException(definition.Name,
                [$"{known.Scheduler.FullName} and {scheduler.FullName} both have this name; give one of the tasks another name in its [ScheduledTask]."]);
        }

        if (known.CreateActuator is null)
        {
            _schedulers[definition.Name] = added;
        }
        else if (added.CreateActuator is not null && WrittenIn(added.CreateActuator) != WrittenIn(known.CreateActuator))
        {
            throw new SchedulerConfigurationException(definition.Name,
                ["Two of the registered assemblies have an [Actuator] for this task; call the Add…Tasks() of one of them only."]);
        }

        return false;
    }

    /// <summary>Puts together what the application says about one kind of task.</summary>
    public SchedulerSetup<TTask, TResult> MakeSetup<TTask, TResult>(string taskName, IServiceProvider services)
    {
        var definition = (TaskDefinition<TTask, TResult>)_schedulers[taskName].Definition;
        SchedulerOptions options = new()
        {
            Services = services,
            LoggerFactory = services.GetService<ILoggerFactory>(),
            TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
        };
        List<string> problems = [];
        IConfigurationSection? section = Section(services);
        ForAll.ForEach(configure => configure(options));
        SchedulerOptionsBinder.Bind(section, options, problems, besides: "Tasks");
        SchedulerSetup<TTask, TResult> setup = new(definition, options);
        SchedulerOptionsBinder.Bind(section?.GetSection("Tasks").GetSection(definition.Name), options, problems);
        if (problems.Count > 0)
        {
            throw new SchedulerConfigurationException(definition.Name, problems);
        }

        _forName.GetValueOrDefault(definition.Name)?.ForEach(configure => configure(options));
        foreach (Delegate make in Middleware)
        {
            if (make is Func<IServiceProvider, ITaskMiddleware> forAll)
            {
                setup.UseMiddleware(forAll(services));
            }
            else if (make is Func<IServiceProvider, ITaskMiddleware<TTask, TResult>> forOne)
            {
                setup.UseMiddleware(forOne(services));
            }
        }

        foreach ((Delegate configure, Type _, Type _) in ForSetup)
        {
            (configure as Action<SchedulerSetup<TTask, TResult>, IServiceProvider>)?.Invoke(setup, services);
        }

        HostedStores stores = services.GetRequiredService<HostedStores>();
        setup.Engine = stores.Engine;
        if (setup.Container is null)
        {
            // The container outlives the scheduler, so that tasks can still be read when it is closed.
            setup.Store ??= stores.Of(ChoiceOf(definition.Name));
            setup.Container = stores.Own(setup.Store.Open(definition, options.TimeProvider));
        }

        if (setup.Persister is null && typeof(TResult) != typeof(NoResult) && Outputs is { } outputs)
        {
            setup.Persister = stores.Own(stores.Of(outputs).OpenOutputs(definition, options.TimeProvider));
        }

        return setup;
    }

    private StoreChoice ChoiceOf(string taskName)
    {
        StoreChoice chosen = _storeOfName.GetValueOrDefault(taskName, _store);
        if (!HasMemoryInFront)
        {
            return chosen;
        }

        lock (_behindMemory)
        {
            if (!_behindMemory.TryGetValue(chosen, out StoreChoice? combined))
            {
                combined = new StoreChoice(services => PutInFront(chosen.Make(services)));
                _behindMemory.Add(chosen, combined);
            }

            return combined;
        }
    }

    // Where some kinds are kept in a database and others in memory, it is the database that memory is put in front of.
    private ITaskStore PutInFront(ITaskStore store) =>
        store.Traits.HasFlag(StoreTraits.Shared) || _storeOfName.Count == 0 ? new CombinedStore(store) : store;

    /// <summary>Refuses an application without tasks, and settings for kinds of tasks that nobody has registered.</summary>
    public void Check(IServiceProvider services)
    {
        const string Advice = "Call the emitted Add…Tasks() of the assembly that declares it.";
        if (_schedulers.Count == 0)
        {
            throw new SchedulerConfigurationException(["AddScheduler was called, but no task was registered. Call the emitted Add…Tasks() of each assembly that declares tasks in it."]);
        }

        string registered = $"Registered are {string.Join(", ", _schedulers.Keys.Order(StringComparer.Ordinal))}.";
        IEnumerable<string> configured = Section(services)?.GetSection("Tasks").GetChildren().Select(child => child.Key) ?? [];
        foreach (string name in configured.Concat(_forName.Keys).Concat(_storeOfName.Keys))
        {
            if (!_schedulers.Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new SchedulerConfigurationException(name, [$"No task has this name.{Suggestion.For(name, _schedulers.Keys)} {registered} {Advice}"]);
            }
        }

        if (!SectionIsOptional && Section(services)?.Exists() == false)
        {
            throw new SchedulerConfigurationException([DescribeMissing(services.GetRequiredService<IConfiguration>(), ConfigurationSection!)]);
        }

        foreach ((Delegate _, Type task, Type result) in ForSetup)
        {
            if (!_kinds.Contains((task, result)))
            {
                throw new SchedulerConfigurationException([$"Configure<{task.Name}, {result.Name}> names no registered task. {registered} {Advice}"]);
            }
        }
    }

    // The class in which a lambda is written holds it; so the same Add…Tasks() called twice is told from that of another assembly.
    private static Type? WrittenIn(Delegate createActuator) => createActuator.Target?.GetType();

    private IConfigurationSection? Section(IServiceProvider services)
    {
        if (ConfigurationSection is null)
        {
            return null;
        }

        IConfiguration configuration = services.GetService<IConfiguration>()
            ?? throw new SchedulerConfigurationException(["BindConfiguration needs an IConfiguration among the services."]);
        return configuration.GetSection(ConfigurationSection);
    }

    private sealed record Registration(Type Scheduler, object Definition, Delegate? CreateActuator);

    private static string DescribeMissing(IConfiguration configuration, string path)
    {
        int colon = path.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
        IConfiguration parent = colon < 0 ? configuration : configuration.GetSection(path[..colon]);

        // Only what has keys below it: at the top there are all variables of the environment as well.
        string[] sections = [.. parent.GetChildren().Where(child => child.Value is null && child.GetChildren().Any()).Select(child => child.Path)];
        string known = sections.Length == 0 ? "It has no sections there." : $"Its sections there are {string.Join(", ", sections.Order(StringComparer.Ordinal).Take(20))}.";
        return $"The configuration has no section '{path}', or it is empty.{Suggestion.For(path, sections)} {known} Write the section, or optional: true in BindConfiguration if it may be missing.";
    }
}
