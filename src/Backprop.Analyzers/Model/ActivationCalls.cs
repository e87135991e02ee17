using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    /// <summary>True where something costly is called twice, or in a function that may be called from two places.</summary>
    public bool AreRepeatedIn(ImmutableArray<IOperation> blocks) => AreNamedTwiceIn(blocks) && blocks
        .Where(block => gate.MayActivate(block.Syntax)).SelectMany(block => block.DescendantsAndSelf().Where(IsOne))
        .SelectMany(call => Enumerable.Repeat(call, IsInFunction(call.Syntax) ? 2 : 1)).Skip(1).Any();

    // The words first: they cost nothing.
    private bool AreNamedTwiceIn(ImmutableArray<IOperation> blocks) => blocks.SelectMany(block => gate.CostlyWords(block.Syntax)
        .SelectMany(word => Enumerable.Repeat(word, IsInFunction(block.Syntax.FindToken(word).Parent) ? 2 : 1))).Skip(1).Any();

    private static bool IsInFunction(SyntaxNode? node) =>
        node?.FirstAncestorOrSelf<SyntaxNode>(outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
            is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

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
