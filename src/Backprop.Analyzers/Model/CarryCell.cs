using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The variable or own field that a step adds as the gradient of the later step, and the code in which it does: the loop
/// itself, or a method that the loop calls and that sees the same object.
/// </summary>
internal sealed record CarryCell(ISymbol Symbol, ITypeSymbol Type, IOperation Code, BackwardLoop Loop)
{
    public static CarryCell? Of(BackwardLoop loop, ZeroSummand zero)
    {
        if (NamedIn(zero.Summand) is not { } named) return null;
        var (symbol, type) = named;
        if (ReferenceEquals(zero.Site, zero.Summand)) return symbol is ILocalSymbol or IFieldSymbol ? new(symbol, type, loop.Transfer.Loop, loop) : null;
        // What a method does to its own variables, or to what a parameter is set to, its caller does not see.
        var isSeen = symbol is IFieldSymbol || symbol is IParameterSymbol { RefKind: RefKind.None } && type is IArrayTypeSymbol;
        return isSeen ? new(symbol, type, Member(zero.Summand), loop) : null;
    }

    /// <summary>Where a statement that carries the gradient on may stand; null: at the end of the loop's body.</summary>
    public SyntaxNode? Block => Code switch
    {
        _ when IsLoop => null,
        IMethodBodyOperation { BlockBody.Syntax: BlockSyntax block } => block,
        ILocalFunctionOperation { Body.Syntax: BlockSyntax block } => block,
        _ => Code.Syntax as BlockSyntax,
    };

    public bool IsLoop => ReferenceEquals(Code, Loop.Transfer.Loop);

    /// <summary>True where it can only be filled: a method's own parameter, or a field that is set once.</summary>
    public bool IsFixed => Symbol is IFieldSymbol { IsReadOnly: true } || !IsLoop && Symbol is IParameterSymbol;

    /// <summary>False for what is written inside of something that this code calls.</summary>
    public bool Has(Store store) => IsLoop
        ? ReferenceEquals(store.Operation, store.Site) && Loop.Transfer.Loop.Syntax.Span.Contains(store.Operation.Syntax.Span)
        : Holds(store.Operation.Syntax);

    /// <summary>True where the code names the cell behind the given position.</summary>
    public bool IsNamedAfter(int position) => Code.Descendants().Any(operation => operation.Syntax.SpanStart >= position
        && SymbolEqualityComparer.Default.Equals(Meaning.NamedSymbols.Named(operation), Symbol));

    private bool Holds(SyntaxNode node) => node.SyntaxTree == Code.Syntax.SyntaxTree && Code.Syntax.Span.Contains(node.Span);

    // carry, carry[i], this.carry[i]
    private static (ISymbol, ITypeSymbol)? NamedIn(IOperation summand) => summand switch
    {
        IConversionOperation conversion => NamedIn(conversion.Operand),
        ILocalReferenceOperation local => (local.Local, local.Local.Type),
        IParameterReferenceOperation parameter => (parameter.Parameter, parameter.Parameter.Type),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => (field.Field, field.Field.Type),
        IArrayElementReferenceOperation element => NamedIn(element.ArrayReference),
        _ => null,
    };

    private static IOperation Member(IOperation operation)
    {
        while (operation is not ILocalFunctionOperation && operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
