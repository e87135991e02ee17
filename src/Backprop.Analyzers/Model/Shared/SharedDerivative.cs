using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A call of a derivative through the method that names it: an interface's, a base class's, a plain one beside its
/// function. Which activation it is of need not be known; the pair says which method is the function.
/// </summary>
internal sealed record SharedDerivative(MemberBody Body, Evaluation Evaluation, DerivativePair Pair, Applied Applied)
{
    public IInvocationOperation Call => Applied.Call;

    /// <summary>True where a member calls a derivative: asked before it is walked.</summary>
    public static bool MayBeIn(MemberBody body, CompilationModel compilation, CancellationToken cancellation) => compilation.Gate.MayActivate(body)
        && body.Calls.Exists(operation => operation is IInvocationOperation call && (PairOf(call.TargetMethod, compilation, cancellation)
            ?? PairOf(SourcePairs.SourceOf(call, body), compilation)) is not null);

    /// <summary>The pair that a called method is the derivative of; its name is asked first.</summary>
    public static DerivativePair? PairOf(IMethodSymbol called, CompilationModel compilation, CancellationToken cancellation) =>
        compilation.Gate.IsCostlyName(called.Name) && DerivativePairs.IsCandidate(called) && compilation.Activations.Evaluates(called)
            ? compilation.Pairs.Of(called, cancellation)
            : null;

    // layer.slope(z), SlopeOf(kind)(z)
    private static DerivativePair? PairOf(ISymbol? source, CompilationModel compilation) =>
        source is not null && !source.DeclaringSyntaxReferences.IsEmpty && compilation.Gate.IsCostlyName(source.Name) ? compilation.SourcePairs.Of(source) : null;

    public static IEnumerable<SharedDerivative> In(MemberBody body, MemberValues values, CompilationModel compilation, CancellationToken cancellation) => In(
        body, values, (call, value) => PairOf(call.TargetMethod, compilation, cancellation) ?? PairOf(DelegateSource.Of(value), compilation));

    /// <summary>
    /// Those of a type that evaluate nothing, for they take the output: <c>act.Derive(a)</c> of <c>a * (1 - a)</c> beside what activates.
    /// </summary>
    public static IEnumerable<SharedDerivative> OfOutputs(TypeModel type) => type.Bodies
        .Where(body => body.Calls.Exists(operation => operation is IInvocationOperation call && OutputPairOf(call, type) is not null) && !body.HasErrors)
        .SelectMany(body => type.ValuesOf(body) is { } values ? In(body, values, (call, _) => OutputPairOf(call, type)) : []);

    // Of a method that types implement, beside one that is called like what activates; a plain one where it is a factor.
    private static DerivativePair? OutputPairOf(IInvocationOperation call, TypeModel type) =>
        call.TargetMethod is { } called && MayTakeOutput(called, type.Compilation.Gate) && (!called.IsStatic || called.IsAbstract || GradientUse.IsFactor(call, out _))
            && type.Compilation.Pairs.Of(called, type.Cancellation) is { Reading: PairReading.FromOutput } pair ? pair : null;

    // The cheapest first: nearly all calls are asked.
    private static bool MayTakeOutput(IMethodSymbol called, Gate gate) =>
        (called.IsStatic || called.IsAbstract || called.IsVirtual || called.IsOverride) && called.IsWritten() && !gate.IsCostlyName(called.Name)
        && DerivativePairs.IsCandidate(called) && HasCostlyName(called.ContainingType, gate);

    private static bool HasCostlyName(INamedTypeSymbol type, Gate gate)
    {
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && gate.IsCostlyName(member.Name)) return true;
        return false;
    }

    private static IEnumerable<SharedDerivative> In(MemberBody body, MemberValues values, Func<IInvocationOperation, Computation, DerivativePair?> pairOf)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var evaluation in values.Evaluations)
        {
            if (evaluation.Operation is not IInvocationOperation call || evaluation.Term is not Computation computation) continue;
            if (!ReferenceEquals(computation.Operation, call) && computation.Operation.Syntax != call.Syntax) continue;
            if (pairOf(call, computation) is not { } pair || !seen.Add(call.Syntax)) continue;
            if (Applied.Of(computation, Ordinal(pair, call)) is { } applied)
                yield return new SharedDerivative(body, evaluation, applied.Selector is Literal { Value: { } chosen } && pair.Implementations.Any(one => one.Case is not null) ? pair.In(chosen) : pair, applied);
        }
    }

    /// <summary>The one of several arguments that is the pre-activation, or the output; null where there is no choice.</summary>
    private static int? Ordinal(DerivativePair pair, IInvocationOperation call)
    {
        var numbers = call.TargetMethod.Parameters.Where(parameter => Applied.IsNumbers(parameter.Type)).ToArray();
        if (numbers.Length < 2) return null;
        var meant = pair.Implementations.Where(one => one.Roles.Length == numbers.Length)
            .SelectMany(one => one.Roles.Select((role, i) => (role, i)))
            .Where(entry => entry.role is ArgumentRole.PreActivation or ArgumentRole.Output)
            .Select(entry => entry.i).Distinct().ToArray();
        return meant is [var only] ? numbers[only].Ordinal : null;
    }
}
