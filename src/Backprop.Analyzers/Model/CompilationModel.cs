using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Completion;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>What the types of one compilation share: bodies on demand and what was learned of calls. Dies with it.</summary>
internal sealed class CompilationModel
{
    private readonly ConcurrentDictionary<IMethodSymbol, SharedRepair?> repairs = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, MemberValues?> walked = new(SymbolEqualityComparer.Default);
    private readonly Lookups lookups;
    private volatile Running? running;

    public CompilationModel(Compilation handed, Gate? gate = null)
    {
        Gate = gate ?? new Gate(handed, CancellationToken.None);
        // Kept for the whole compilation, so not bound to the token of whoever asks first.
        var compilation = Compilation = Completed.Of(handed, Gate.Trees, CancellationToken.None);
        Bodies = new SourceBodies(compilation, CancellationToken.None);
        Counterparts = new Counterparts(handed, compilation, Bodies);
        Hierarchy = new Hierarchy(compilation);
        lookups = new Lookups(Hierarchy);
        var functions = new FixedFunctions(Bodies, lookups.FixedValues);
        Effects = new CallEffects(Bodies, Hierarchy, functions);
        Activations = new ActivationCalls(Gate, Bodies, Hierarchy, functions);
        var runs = new PairRuns(new Interpreter(compilation, Bodies, lookups, CancellationToken.None), new CostlyCalls(Bodies, functions), Gate);
        var held = new HeldFunctions(new HeldCreations(compilation, Bodies), Bodies, runs);
        var uses = new GradientUse(compilation, Bodies);
        SelectorTable = new SelectorTable(runs, Gate, Bodies, uses);
        Pairs = new DerivativePairs(Hierarchy, Gate, runs, held, SelectorTable);
        Misfits = new Misfits(Pairs, runs);
        WrongDerivatives = new WrongDerivatives(Pairs, Hierarchy, Activations, uses);
        SourcePairs = new SourcePairs(held, SelectorTable);
        CreationTable = new CreationTable(runs);
        SharedFacts = new SharedFacts(this);
        ForeignFacts = new ForeignFacts(this);
        ReturnedOutput = new ReturnedOutput(this);
        HandedOver = new HandedOver(this);
        LayerSteps = new LayerSteps(this);
        WrongReturns = new WrongReturns(runs, HandedOver);
    }

    /// <summary>What is looked at: the compilation that was handed over, with what it lacks.</summary>
    public Compilation Compilation { get; }

    /// <summary>What was handed over, in that compilation.</summary>
    public Counterparts Counterparts { get; }

    public SourceBodies Bodies { get; }

    public Gate Gate { get; }

    /// <summary>Which types lie below which, and which methods an open call may run.</summary>
    public Hierarchy Hierarchy { get; }

    public CallEffects Effects { get; }

    public ActivationCalls Activations { get; }

    /// <summary>Which methods are the derivatives of which.</summary>
    public DerivativePairs Pairs { get; }

    /// <summary>Which functions a plain method beside them is not the derivative of.</summary>
    public Misfits Misfits { get; }

    /// <summary>The same of functions that are invoked where they are held or asked for.</summary>
    public SourcePairs SourcePairs { get; }

    /// <summary>Those of them that are not.</summary>
    public WrongDerivatives WrongDerivatives { get; }

    /// <summary>Which of their returns are at fault.</summary>
    public WrongReturns WrongReturns { get; }

    /// <summary>The same in methods that tell activations apart by an enum.</summary>
    public SelectorTable SelectorTable { get; }

    /// <summary>The same in functions that are handed over side by side.</summary>
    public CreationTable CreationTable { get; }

    /// <summary>What the callers of a pair's function leave in memory.</summary>
    public SharedFacts SharedFacts { get; }

    /// <summary>Which members return an output whenever they are asked.</summary>
    public ReturnedOutput ReturnedOutput { get; }

    /// <summary>What one type activates of another's members.</summary>
    public ForeignFacts ForeignFacts { get; }

    /// <summary>The methods by which layers apply their functions to arrays.</summary>
    public LayerSteps LayerSteps { get; }

    /// <summary>What has to change for a shared derivative to expect the output, or null.</summary>
    public SharedRepair? RepairOf(DerivativePair pair, CancellationToken cancellation) =>
        pair.Source is not null ? null : repairs.TryGetValue(pair.Derivative, out var repair) ? repair : repairs[pair.Derivative] = SharedRepair.Of(pair, this, cancellation);

    /// <summary>What all callers of a derivative hand it.</summary>
    public HandedOver HandedOver { get; }

    /// <summary>The values of a member of any type, kept: for members that facts about several types are read from.</summary>
    public MemberValues? WalkOf(IMethodSymbol member, IOperation body, CancellationToken cancellation) =>
        walked.TryGetValue(member, out var values) ? values
            : walked[member] = ValueWalker.Walk(member, ImmutableArray.Create(body), Bodies, Effects, cancellation);

    public TermMeaning MeaningFor(CancellationToken cancellation)
    {
        var kept = InterpreterFor(cancellation);
        return new TermMeaning(kept.Interpreter, kept.Fingerprints);
    }

    public Fingerprints FingerprintsFor(CancellationToken cancellation) => InterpreterFor(cancellation).Fingerprints;

    // What was recognised is kept for the next type; a host that asks with another token starts anew, as it may cancel.
    private Running InterpreterFor(CancellationToken cancellation)
    {
        if (running is { } last && last.Token == cancellation) return last;
        var interpreter = new Interpreter(Compilation, Bodies, lookups, cancellation);
        return running = new Running(cancellation, interpreter, new Fingerprints(interpreter));
    }

    private sealed record Running(CancellationToken Token, Interpreter Interpreter, Fingerprints Fingerprints);
}
