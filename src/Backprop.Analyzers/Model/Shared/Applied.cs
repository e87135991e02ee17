using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// One call of a function or derivative of one value, <c>activation.Derivative(z)</c> or <c>Derivative(kind, z)</c>: what it
/// is applied to (and how the call names it), and what selects the function (the object or the enum; a literal where there is no choice).
/// </summary>
internal sealed record Applied(IInvocationOperation Call, Term Selector, Term Argument, string Text)
{
    private static readonly Term NoChoice = new Literal(null, null);

    /// <summary>Null where it is not one value that the call is about; <paramref name="ordinal"/> picks one of several.</summary>
    public static Applied? Of(Computation computation, int? ordinal = null)
    {
        if (computation.Operation is not IInvocationOperation call) return null;
        var arguments = computation.Parts.Skip(computation.Parts.Length - call.Arguments.Length)
            .Zip(call.Arguments, (term, argument) => (Term: term, argument.Parameter, argument.Value)).ToArray();
        var numbers = arguments.Where(argument => argument.Parameter is { } p && (ordinal is { } o ? p.Ordinal == o : IsNumbers(p.Type))).ToArray();
        if (numbers is not [var only]) return null;
        var selector = DelegateSource.SelectorOf(computation) ?? arguments.FirstOrDefault(argument => argument.Parameter is { } chosen && SelectorTable.IsSelector(chosen.Type)).Term
            ?? (computation.Parts.Length > call.Arguments.Length ? computation.Parts[0] : NoChoice);
        return new Applied(call, selector, only.Term, only.Value.Syntax.ToString());
    }

    /// <summary>False where there is one function only.</summary>
    public bool IsChosen => !Selector.Equals(NoChoice);

    public bool IsSame(Applied other, bool sameSelector) =>
        Argument.Equals(other.Argument) && (!sameSelector || Selector.Equals(other.Selector));

    // The values themselves, not an index, a count or a choice.
    public static bool IsNumbers(ITypeSymbol type) => Shape.IsReal(type) || !Shape.IsNumber(type) && Shape.IsNumeric(type);
}
