using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>What the methods of the compilation's types compute, each run once: forward functions with their slopes.</summary>
internal sealed class PairRuns
{
    private const int LongestFormula = 1_000;
    private const int FewCompared = 4;
    private const double CoarseTolerance = 1e-6;
    private const double SlopeTolerance = 1e-4;

    private readonly ConcurrentDictionary<MethodOn, ForwardRun?> forwards = new();
    private readonly ConcurrentDictionary<MethodOn, OpenFunction?> functions = new();
    private readonly ConcurrentDictionary<MethodOn, Slopes> firsts = new();
    private readonly ConcurrentDictionary<MethodOn, bool> byRow = new();
    private readonly ConcurrentDictionary<MethodOn, int> compared = new();
    private readonly ConcurrentDictionary<IMethodSymbol, bool> bent = new(SymbolEqualityComparer.Default);
    private readonly Fingerprints fingerprints;
    private readonly CostlyCalls costly;
    private readonly Gate gate;

    public PairRuns(Interpreter interpreter, CostlyCalls costly, Gate gate)
    {
        this.gate = gate;
        fingerprints = new Fingerprints(interpreter);
        Functions = new RowFunctions(interpreter, fingerprints.Shapes);
        this.costly = costly;
    }

    public RowFunctions Functions { get; }

    /// <summary>Null where the method is not a function that works row by row, or nothing is known of it.</summary>
    public ForwardRun? Forward(MethodOn key) => forwards.GetOrAdd(key, _ =>
        Function(key) is { } open ? Run(open) : null);

    /// <summary>
    /// False where the one is certainly not the derivative of the other: told by the first few numbers, which ends most of
    /// the many combinations; of what is handed all rows at once, by whether a row depends on the others.
    /// </summary>
    public bool MayFit(MethodOn forward, MethodOn derivative)
    {
        if (Function(forward) is not { } f || Function(derivative) is not { } d) return true;
        // To see whether rows depend on each other costs two runs of all rows: only worth it for what is compared again and again.
        if (!d.Function.IsScalar)
            return compared.AddOrUpdate(derivative, 1, (_, count) => count + 1) <= FewCompared || byRow.GetOrAdd(derivative, _ => DerivativeRuns.MayBeByRow(d.Function));
        var first = firsts.GetOrAdd(forward, _ => Slopes.First(f.Function) ?? Slopes.Unknown);
        if (first.Points.IsEmpty) return true;
        foreach (var roles in ArgumentRoles.Of(d.Function))
            if (DerivativeRuns.MayFit(first, d.Function, roles)) return true;
        return false;
    }

    public static ForwardRun? Run(OpenFunction open) => Slopes.Of(open.Function) is { IsKnown: true } slopes ? new(slopes, open.Used) : null;

    public OpenFunction? Function(MethodOn key) => functions.GetOrAdd(key, _ => IsFormula(key.Method) ? Functions.Of(key.Method, key.Type, key.Constructed) : null);

    /// <summary>A lambda or a method that is handed over.</summary>
    public OpenFunction? FunctionOf(IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => Functions.Of(lambda),
        IMethodReferenceOperation { Method: { IsVirtual: false, IsAbstract: false, IsOverride: false } method } => method.DeclaringSyntaxReferences.IsEmpty
            ? Functions.Of(new FunctionDatum(method, null, null, null, isVirtual: false))
            : Function(new(method, method.ContainingType, false)),
        _ => null,
    };

    /// <summary>By its text: what evaluates nothing costly, takes no maximum and has no condition is most often a straight line.</summary>
    public bool MayBend(IMethodSymbol forward) => bent.GetOrAdd(forward, MayBendByText);

    private bool MayBendByText(IMethodSymbol forward)
    {
        foreach (var reference in forward.DeclaringSyntaxReferences)
            if (gate.MayBend(reference.SyntaxTree, reference.Span)) return true;
        return false;
    }

    // A whole layer's pass is no function that is worth to be bound and run.
    private static bool IsFormula(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.All(reference => reference.Span.Length <= LongestFormula);

    /// <summary>By the method itself, or, where it hands on to what the type has, by what it returned.</summary>
    public Activation? ActivationOf(IMethodSymbol forward, ForwardRun? run) =>
        fingerprints.ReadingsOf(forward).FirstOrDefault(reading => reading.Form == Form.Function)?.Activation
        ?? (run is null ? null : ActivationOf(run));

    /// <summary>Of an activation that the catalog knows; sigmoid is softplus's, and an activation itself.</summary>
    public bool IsDerivative(IMethodSymbol method) => fingerprints.ReadingsOf(method) is { Count: > 0 } readings && readings.All(reading => reading.Form != Form.Function);

    /// <summary>Of one that networks use, though it may be something else as well.</summary>
    public bool MayBeDerivative(IMethodSymbol method) => fingerprints.ReadingsOf(method).Any(reading => reading.Form != Form.Function && NetworkActivations.Contains(reading.Activation));

    /// <summary>By what it returned.</summary>
    public static Activation? ActivationOf(ForwardRun run) => Activations.All.FirstOrDefault(row => run.Slopes.Points.All(point => IsOn(row, point)));

    private static bool IsOn(Activation row, SlopePoint point) => !row.IsSmoothAt(point.Z)
        || (Matching.IsClose(point.A, row.F(point.Z), point.IsCoarse ? CoarseTolerance : row.Tolerance)
            && Matching.IsClose(point.Slope, row.DerivativeFromInput(point.Z), SlopeTolerance));

    public bool EvaluatesForward(IMethodSymbol derivative, INamedTypeSymbol on) => costly.In(derivative, on);

    /// <summary>Of a function that is handed over.</summary>
    public bool EvaluatesForward(IOperation function, INamedTypeSymbol on) => costly.In(function, on);
}

/// <summary>A forward function that was run, with the open numbers that it used.</summary>
internal sealed record ForwardRun(Slopes Slopes, UsedNumbers Used);

/// <summary>A method as an object of a type has it: any such object, or the one that its constructor makes of nothing.</summary>
internal readonly record struct MethodOn(IMethodSymbol Method, INamedTypeSymbol Type, bool Constructed)
{
    public bool Equals(MethodOn other) => Constructed == other.Constructed
        && SymbolEqualityComparer.Default.Equals(Method, other.Method) && SymbolEqualityComparer.Default.Equals(Type, other.Type);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Method);
}
