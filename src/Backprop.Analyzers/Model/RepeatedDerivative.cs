using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>error * unit.Slope()</c> in each round of a loop over the weights, after the same call for the bias: a derivative that is
/// chosen elsewhere, evaluated again. Proved: the method is a derivative that evaluates its activation, or returns what one
/// returns; both calls write nothing and are the same value, so nothing that they read was written in between; the first runs
/// on every path to the second.
/// </summary>
internal static class RepeatedDerivative
{
    public static IEnumerable<(IInvocationOperation First, IInvocationOperation Again)> In(TypeModel type)
    {
        IOperation[]? elsewhere = null;
        foreach (var body in type.Bodies)
        {
            if (!type.Compilation.Gate.MayActivate(body) || !body.Calls.Exists(call => IsCalledTwice(call, body, type)) || body.HasErrors) continue;
            foreach (var found in Repeated(body, type))
                if (!(elsewhere ??= Elsewhere(type)).Any(other => found.First.Syntax.Span.Contains(other.Syntax.Span) || other.Syntax.Span.Contains(found.First.Syntax.Span)))
                    yield return found;
        }
    }

    // The names first: few members call something that leads to a costly function twice.
    private static bool IsCalledTwice(IOperation operation, MemberBody body, TypeModel type) => operation is IInvocationOperation call
        && Shape.IsReal(call.Type) && type.Compilation.Gate.IsCostlyName(call.TargetMethod.Name) && call.TargetMethod.IsWritten()
        && body.Calls.Exists(other => !ReferenceEquals(other, operation) && other is IInvocationOperation twin && Same(twin.TargetMethod, call.TargetMethod))
        && IsDerivative(call.TargetMethod, type);

    private static IEnumerable<(IInvocationOperation First, IInvocationOperation Again)> Repeated(MemberBody body, TypeModel type)
    {
        if (type.ValuesOf(body) is not { } values) yield break;
        var calls = values.Evaluations.Where(one => one.Operation is IInvocationOperation && one.Term is Computation made && made.Operation.Syntax.IsEquivalentTo(one.Operation.Syntax)
            && IsCalledTwice(one.Operation, body, type));
        foreach (var same in calls.GroupBy(one => (one.Function, one.Term)))
        {
            var first = same.OrderBy(one => one.Operation.Syntax.SpanStart).First().Operation;
            var seen = new HashSet<SyntaxNode> { first.Syntax };
            foreach (var again in same)
                if (seen.Add(again.Operation.Syntax) && GradientUse.IsFactor(again.Operation, out _) && Dominance.IsCertain(first, again.Operation))
                    yield return ((IInvocationOperation)first, (IInvocationOperation)again.Operation);
        }
    }

    // The output is at hand: said there, and from it the derivative is cheap.
    private static IOperation[] Elsewhere(TypeModel type) =>
        type.Recomputations.Select(found => found.Use.Operation).Concat(SharedRecomputation.In(type).Select(found => (IOperation)found.Use.Call)).ToArray();

    private static bool IsDerivative(IMethodSymbol called, TypeModel type) =>
        (SharedDerivative.PairOf(called, type.Compilation, type.Cancellation) ?? Returned(called, type)) is { Reading: PairReading.FromInput } pair
        && SharedRecomputation.Wasteful(pair).Any();

    // public float Slope() => curve.Slope(net);
    private static DerivativePair? Returned(IMethodSymbol called, TypeModel type)
    {
        if (type.Compilation.Hierarchy.IsOpen(called) || type.Compilation.Bodies.BodyOf(called) is not { } body) return null;
        return body.Descendants().OfType<IReturnOperation>().Where(exit => exit.ReturnedValue is not null).ToArray() is [{ ReturnedValue: { } value }]
            && value.Inner() is IInvocationOperation inner
                ? SharedDerivative.PairOf(inner.TargetMethod, type.Compilation, type.Cancellation)
                : null;
    }

    private static bool Same(ISymbol x, ISymbol y) => SymbolEqualityComparer.Default.Equals(x, y);
}
