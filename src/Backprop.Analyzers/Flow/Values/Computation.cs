using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// One operation without side effects over its operands: an operator, a conversion, a call. It keeps one operation that
/// stands for it and that operation's own operands, so that the interpreter can run it on other values.
/// </summary>
internal sealed class Computation : Term
{
    private readonly object key;

    public Computation(IOperation operation, ImmutableArray<IOperation> operands, ImmutableArray<Term> parts)
        : this(operation, operands, parts, KeyOf(operation))
    {
    }

    /// <summary>A call that need not return the same twice: this one evaluation of it is only equal to itself.</summary>
    public static Computation Once(IOperation call, ImmutableArray<IOperation> operands, ImmutableArray<Term> parts, int serial) =>
        new(call, operands, parts, (KeyOf(call), serial));

    /// <summary>A call that reads memory: the same value as long as the memory is the same, which the stamp tells.</summary>
    public static Computation At(IOperation call, ImmutableArray<IOperation> operands, ImmutableArray<Term> parts, string stamp) =>
        new(call, operands, parts, (KeyOf(call), stamp));

    private Computation(
        IOperation operation, ImmutableArray<IOperation> operands, ImmutableArray<Term> parts, object key)
        : base(operation.Type, parts, key.GetHashCode())
    {
        Operation = operation;
        Operands = operands;
        this.key = key;
    }

    public IOperation Operation { get; }

    /// <summary>The operations whose values the <see cref="Term.Parts"/> are.</summary>
    public ImmutableArray<IOperation> Operands { get; }

    public override Term With(ImmutableArray<Term> parts) => new Computation(Operation, Operands, parts, key);

    private protected override bool SameNode(Term other) => key.Equals(((Computation)other).key);

    /// <summary>What makes two operations the same function of their operands.</summary>
    private static object KeyOf(IOperation operation) => operation switch
    {
        IBinaryOperation binary => (binary.OperatorKind, Of(binary.OperatorMethod), Of(binary.Type)),
        ICompoundAssignmentOperation compound => (compound.OperatorKind, Of(compound.OperatorMethod), Of(compound.Type)),
        IUnaryOperation unary => (unary.OperatorKind, Of(unary.OperatorMethod), "unary"),
        IConversionOperation conversion => ("conversion", Of(conversion.OperatorMethod), Of(conversion.Type)),
        IInvocationOperation call => ("call", Of(call.TargetMethod), call.IsVirtual),
        IPropertyReferenceOperation property => ("get", Of(property.Property), 0),
        ITupleOperation tuple => ("tuple", tuple.Elements.Length, 0),
        IConditionalOperation => ("?:", 0, 0),
        // Pattern forms and the like: the same only where they are written alike.
        _ => (operation.Kind, operation.Syntax.ToString(), 0),
    };

    private static SymbolKey Of(ISymbol? symbol) => new(symbol);

    private readonly struct SymbolKey(ISymbol? symbol) : IEquatable<SymbolKey>
    {
        private readonly ISymbol? symbol = symbol;

        public bool Equals(SymbolKey other) => SymbolEqualityComparer.Default.Equals(symbol, other.symbol);

        public override bool Equals(object? obj) => obj is SymbolKey other && Equals(other);

        public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(symbol);
    }
}

/// <summary>A lambda or method group, with the values that it captures.</summary>
internal sealed class Function : Term
{
    public Function(IOperation operation, ImmutableArray<ISymbol> captured, ImmutableArray<Term> values)
        : base(operation.Type, values, operation.Syntax.RawKind)
    {
        Operation = operation;
        Captured = captured;
    }

    /// <summary>An <see cref="IAnonymousFunctionOperation"/> or <see cref="IMethodReferenceOperation"/>.</summary>
    public IOperation Operation { get; }

    public ImmutableArray<ISymbol> Captured { get; }

    public override Term With(ImmutableArray<Term> parts) => new Function(Operation, Captured, parts);

    private protected override bool SameNode(Term other) =>
        ReferenceEquals(Operation, ((Function)other).Operation)
        || SyntaxFactory.AreEquivalent(Operation.Syntax, ((Function)other).Operation.Syntax);
}
