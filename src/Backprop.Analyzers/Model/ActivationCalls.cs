using System.Collections.Concurrent;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Which methods may evaluate something costly, themselves or through what they call. A member that calls none has no
/// activation in it and is not walked. Decides no report. Kept per compilation.
/// </summary>
internal sealed class ActivationCalls(Gate gate)
{
    private const int LongestFormula = 2_000;

    private readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool AnyIn(IEnumerable<IOperation> blocks) => blocks.Any(block =>
        gate.MayActivate(block.Syntax)
        && block.DescendantsAndSelf().Any(IsOne));

    /// <summary>True for a call, or a function handed over, that may evaluate something costly.</summary>
    public bool IsOne(IOperation operation) => Called(operation) is { } method && MayEvaluate(method);

    private static IMethodSymbol? Called(IOperation operation) => operation switch
    {
        IInvocationOperation { IsVirtual: false } call => call.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };

    private bool MayEvaluate(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty
        ? CostlyNames.Contains(method.Name)
        : Shape.IsNumeric(method.ReturnType) && known.GetOrAdd(method, _ => method.DeclaringSyntaxReferences.Any(reference =>
            reference.Span.Length < LongestFormula && gate.MayActivate(reference.GetSyntax())));
}
