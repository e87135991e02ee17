using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Operators and conversions: built-in ones on numbers and truth values, users' own, and those of the libraries.</summary>
internal sealed partial class Expressions
{
    /// <summary>Walks down the left side in a loop: sums of a thousand terms are nested a thousand deep there.</summary>
    public override Datum? VisitBinaryOperator(IBinaryOperation operation, Frame frame)
    {
        if (operation.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
        {
            return ShortCircuit(operation, frame);
        }

        if (operation.LeftOperand is not IBinaryOperation inner || !IsChain(inner, operation, frame))
        {
            return Combine(operation.OperatorKind, operation.OperatorMethod, Value(operation.LeftOperand, frame), Value(operation.RightOperand, frame), frame);
        }

        var pending = new Stack<IBinaryOperation>();
        IOperation leftmost = operation;
        while (leftmost is IBinaryOperation binary && IsChain(binary, operation, frame))
        {
            pending.Push(binary);
            leftmost = binary.LeftOperand;
        }

        var left = Value(leftmost, frame);
        while (pending.Count > 0 && frame.Run.Spend(1))
        {
            var current = pending.Pop();
            left = Combine(current.OperatorKind, current.OperatorMethod, left, Value(current.RightOperand, frame), frame);
        }

        return left;
    }

    public override Datum? VisitUnaryOperator(IUnaryOperation operation, Frame frame)
    {
        var operand = Value(operation.Operand, frame);
        return operation.OperatorKind switch
        {
            UnaryOperatorKind.Not when operand is Truth truth => Truth.Of(!truth.Value),
            UnaryOperatorKind.Hat when operand is Number index => new IndexDatum((int)index.Value, fromEnd: true),
            _ when operand is Number number => Arithmetic.Unary(operation.OperatorKind, number),
            _ when operand is Absent => operand,
            _ => operation.OperatorMethod is { } method ? machine.Calls.Operator(method, [operand], frame) : null,
        };
    }

    public override Datum? VisitConversion(IConversionOperation operation, Frame frame)
    {
        var operand = Value(operation.Operand, frame);
        if (operand is null || operation.Type is not { } declared)
        {
            return null;
        }

        var type = frame.Types.Resolve(declared);
        return operand switch
        {
            Number number when NumericKinds.Of(type) is { } kind => Arithmetic.Convert(number, kind),
            Absent when type.IsValueType && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T => frame.Run.Stop(),
            _ when operation.OperatorMethod is { } method => machine.Calls.Operator(method, [operand], frame),
            _ => operation.IsTryCast && Patterns.IsOfType(operand, type) != true
                ? Patterns.IsOfType(operand, type) is false ? Absent.Null : null
                : operand,
        };
    }

    /// <summary>One operator on two values that are already evaluated.</summary>
    public Datum? Combine(BinaryOperatorKind kind, IMethodSymbol? method, Datum? left, Datum? right, Frame frame)
    {
        switch (left, right)
        {
            case (Number x, Number y):
                return Arithmetic.Binary(kind, x, y);
            case (null, _) or (_, null):
                return method is null ? null : machine.Calls.Operator(method, [left, right], frame);
            case (Truth x, Truth y):
                return Logic(kind, x.Value, y.Value);
        }

        if (method is not null && left is not Absent && right is not Absent)
        {
            return machine.Calls.Operator(method, [left, right], frame);
        }

        return kind switch
        {
            _ when (left is Absent || right is Absent) && (left is Number || right is Number) => Lifted(kind, left, right),
            BinaryOperatorKind.Equals when Patterns.AreEqual(left, right) is { } equal => Truth.Of(equal),
            BinaryOperatorKind.NotEquals when Patterns.AreEqual(left, right) is { } equal => Truth.Of(!equal),
            _ => null,
        };
    }

    /// <summary>An operator on null: no comparison holds, every sum is null.</summary>
    private static Datum Lifted(BinaryOperatorKind kind, Datum left, Datum right) => kind switch
    {
        BinaryOperatorKind.Equals => Truth.Of(left is Absent && right is Absent),
        BinaryOperatorKind.NotEquals => Truth.Of(left is not Absent || right is not Absent),
        BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual => Truth.False,
        _ => Absent.Null,
    };

    private Datum? ShortCircuit(IBinaryOperation operation, Frame frame)
    {
        if (Value(operation.LeftOperand, frame) is not Truth left)
        {
            return Skipped(frame, operation.RightOperand);
        }

        var decided = operation.OperatorKind == BinaryOperatorKind.ConditionalOr;
        return left.Value == decided ? left : Value(operation.RightOperand, frame);
    }

    private static bool IsChain(IBinaryOperation binary, IBinaryOperation top, Frame frame)
        => binary.OperatorKind is not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
            && !binary.ConstantValue.HasValue
            && (ReferenceEquals(binary, top) || frame.Run.Known?.ContainsKey(binary) != true);

    private static Truth? Logic(BinaryOperatorKind kind, bool left, bool right) => kind switch
    {
        BinaryOperatorKind.And => Truth.Of(left & right),
        BinaryOperatorKind.Or => Truth.Of(left | right),
        BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => Truth.Of(left != right),
        BinaryOperatorKind.Equals => Truth.Of(left == right),
        _ => null,
    };
}
