using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>How C# names a value at one point of a member; null where it has no name there.</summary>
internal sealed class Naming(IOperation at, ValueState state, INamedTypeSymbol type)
{
    /// <summary>A local that holds what the place holds, or the place as an expression.</summary>
    public string? Name(Place place) => place is not Variable && LocalHolding(state.Read(place)) is { } local
        ? local.Symbol.Name
        : Expression(place);

    private string? Expression(Place place) => place switch
    {
        Variable variable => InScope(variable.Symbol) ? variable.Symbol.Name : null,
        Member { Receiver: null } member => member.Symbol.ContainingType.Equals(type, SymbolEqualityComparer.Default)
            ? member.Symbol.Name
            : member.Symbol.ContainingType.ToMinimalDisplayString(SemanticModel, at.Syntax.SpanStart) + "." + member.Symbol.Name,
        Member { Receiver: Origin { Identity: "this" } } member => Own(member.Symbol.Name),
        Member { Receiver: { } receiver } member => NameValue(receiver) is { } owner ? owner + "." + ItemName(member) : null,
        Element element => NameElement(element),
        _ => null,
    };

    private SemanticModel SemanticModel => at.SemanticModel ?? throw new InvalidOperationException("The operation has no tree.");

    private Variable? LocalHolding(Term value) => state.Variables
        .Where(entry => (entry.Value.Equals(value) || value is Shifted && Shifted.Of(entry.Value).Equals(value)) && InScope(entry.Key.Symbol))
        .Select(entry => entry.Key).OrderBy(variable => variable.Symbol.Name, StringComparer.Ordinal).FirstOrDefault();

    private string? NameElement(Element element)
    {
        var indices = element.Indices.Select(NameValue).ToArray();
        if (NameValue(element.Receiver) is not { } receiver || indices.Any(index => index is null)) return null;
        return receiver + "[" + string.Join(", ", indices) + "]";
    }

    private string? NameValue(Term value)
    {
        if (LocalHolding(value) is { } local) return local.Symbol.Name;
        return value switch
        {
            Literal literal => literal.Value is null ? null : SymbolDisplay.FormatPrimitive(literal.Value, quoteStrings: true, useHexadecimalNumbers: false),
            Origin { Identity: "this" } => "this",
            Origin { Identity: ISymbol symbol } => InScope(symbol) && !state.Variables.ContainsKey(new Variable(symbol, value.Type)) ? symbol.Name : null,
            Place place => state.Read(place).Equals(place) ? Name(place) : null,
            Snapshot snapshot => NameValue(snapshot.Container),
            Made made => HeldBy(made),
            Shifted shifted => Shifted.IsIndex(shifted) && NameValue(shifted.From) is { } from ? from + (shifted.By < 0 ? " - " + -(long)shifted.By : " + " + shifted.By) : null,
            Computation { Operation.Syntax: ExpressionSyntax syntax } when IsHere(syntax) => syntax.ToString(),
            _ => null,
        };
    }

    // The array that a constructor made and put into result.W
    private string? HeldBy(Made made) => state.Contents
        .Where(entry => entry.Value.Equals(made) && entry.Key is Member && !entry.Key.Parts.Contains(made))
        .Select(entry => Expression(entry.Key)).OfType<string>()
        .OrderBy(text => text.Length).ThenBy(text => text, StringComparer.Ordinal).FirstOrDefault();

    // t + 1, as it is written in the statement itself
    private bool IsHere(ExpressionSyntax syntax) =>
        syntax.SyntaxTree == at.Syntax.SyntaxTree && syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement
        && statement == at.Syntax.FirstAncestorOrSelf<StatementSyntax>();

    private string Own(string member) => SemanticModel.LookupSymbols(at.Syntax.SpanStart, name: member)
        .Any(symbol => symbol is ILocalSymbol or IParameterSymbol)
        ? "this." + member
        : member;

    private static string ItemName(Member member)
    {
        if (member.Receiver?.Type is INamedTypeSymbol { IsTupleType: true } tuple && member.Symbol is IFieldSymbol item)
            return tuple.TupleElements.FirstOrDefault(e => SymbolEqualityComparer.Default.Equals(TupleItems.Plain(e), item))?.Name ?? item.Name;
        return member.Symbol.Name;
    }

    private bool InScope(ISymbol symbol)
    {
        var declaration = symbol.DeclaringSyntaxReferences.FirstOrDefault();
        if (declaration is null || declaration.SyntaxTree != at.Syntax.SyntaxTree) return symbol is IParameterSymbol { IsImplicitlyDeclared: true };
        return SemanticModel.LookupSymbols(at.Syntax.SpanStart, name: symbol.Name)
            .Any(found => SymbolEqualityComparer.Default.Equals(found, symbol))
            && (symbol is IParameterSymbol || declaration.Span.End <= at.Syntax.SpanStart || IsOfLoopAround(declaration));
    }

    // A foreach's variable is declared by the whole statement.
    private bool IsOfLoopAround(SyntaxReference declaration) =>
        declaration.GetSyntax() is ForEachStatementSyntax loop && loop.Statement.Span.Contains(at.Syntax.Span);
}
