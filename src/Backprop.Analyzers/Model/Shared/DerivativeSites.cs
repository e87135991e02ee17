using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>Where an implementation of a derivative is at fault, and what it calls its argument.</summary>
internal static class DerivativeSites
{
    /// <summary>What a body returns last.</summary>
    public static SyntaxNode? Returned(MemberBody body) => body.Blocks.Select(block => block.Syntax)
        .SelectMany(syntax => syntax.DescendantNodesAndSelf())
        .Select(node => node switch
        {
            ReturnStatementSyntax { Expression: { } value } => value,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            _ => null,
        }).LastOrDefault(value => value is not null);

    /// <summary>The name of the argument that has a role, or of the first one.</summary>
    public static string Source(PairImplementation one, ArgumentRole role)
    {
        var numbers = one.Derivative.Parameters.Where(parameter => Applied.IsNumbers(parameter.Type)).ToArray();
        var at = one.Roles.IndexOf(role);
        return (at >= 0 && at < numbers.Length ? numbers[at] : one.Derivative.Parameters[0]).Name;
    }

    /// <summary>The implementation of a derivative that a member is, with its pair, where it stands behind a slot that several types fill.</summary>
    public static (DerivativePair Pair, PairImplementation Own)? Of(MemberBody body, TypeModel type, Func<PairImplementation, bool> isMisread)
    {
        if (body.Member is not IMethodSymbol { IsStatic: false } method || !type.Compilation.Gate.IsCostlyName(method.Name)) return null;
        if (!DerivativePairs.IsCandidate(method) || SymbolEqualityComparer.Default.Equals(Slot.Of(method), method) || body.HasErrors) return null;
        if (!type.Compilation.Activations.Evaluates(Slot.Of(method)) || type.Compilation.Pairs.Of(Slot.Of(method), type.Cancellation) is not { } pair) return null;
        return pair.Implementations.FirstOrDefault(one => SymbolEqualityComparer.Default.Equals(one.Derivative, method) && isMisread(one)) is { } own ? (pair, own) : null;
    }
}
