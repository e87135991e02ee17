using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>C#'s built-in operators and conversions on numbers: floating point carries tangents, integers wrap.</summary>
internal static class Arithmetic
{
    private const double ExactInteger = 9007199254740992;

    public static Datum? Binary(BinaryOperatorKind operation, Number left, Number right) => operation switch
    {
        BinaryOperatorKind.Equals => Truth.Of(left.Value == right.Value),
        BinaryOperatorKind.NotEquals => Truth.Of(left.Value != right.Value),
        BinaryOperatorKind.LessThan => Truth.Of(left.Value < right.Value),
        BinaryOperatorKind.LessThanOrEqual => Truth.Of(left.Value <= right.Value),
        BinaryOperatorKind.GreaterThan => Truth.Of(left.Value > right.Value),
        BinaryOperatorKind.GreaterThanOrEqual => Truth.Of(left.Value >= right.Value),
        _ when left.Kind.IsFloating() || right.Kind.IsFloating() => Real(operation, left, right),
        _ => Whole(operation, left, right),
    };

    public static Number? Unary(UnaryOperatorKind operation, Number operand) => operation switch
    {
        UnaryOperatorKind.Plus => operand,
        UnaryOperatorKind.Minus when operand.Kind.IsFloating() => new(-operand.Dual, operand.Kind),
        UnaryOperatorKind.Minus => FromLong(-(long)operand.Value, operand.Kind),
        UnaryOperatorKind.BitwiseNegation when !operand.Kind.IsFloating() => FromLong(~(long)operand.Value, operand.Kind),
        _ => null,
    };

    /// <summary>A floating-point result in its type: float is rounded, double is not.</summary>
    public static Number Rounded(Dual value, NumericKind kind) => new(kind.IsCoarse() ? value.ToSingle() : value, kind);

    public static Number? Convert(Number number, NumericKind kind)
    {
        if (kind == number.Kind)
        {
            return number;
        }

        if (kind.IsFloating())
        {
            return Rounded(number.Dual, kind);
        }

        var whole = Math.Truncate(number.Value);
        return Math.Abs(whole) <= ExactInteger ? FromLong((long)whole, kind) : null;
    }

    public static Number Apply(Elementary function, Number operand)
    {
        var kind = operand.Kind.IsFloating() ? operand.Kind : IntegerResult(function, operand.Kind);
        return Rounded(Dual.Apply(function, operand.Dual), kind);
    }

    private static NumericKind IntegerResult(Elementary function, NumericKind kind)
        => function == Elementary.Abs || function == Elementary.Negate ? kind
        : function == Elementary.Sign ? NumericKind.Int32
        : NumericKind.Double;

    private static Number? Real(BinaryOperatorKind operation, Number left, Number right)
    {
        var kind = NumericKinds.Wider(left.Kind, right.Kind);
        return operation switch
        {
            BinaryOperatorKind.Add => Rounded(left.Dual + right.Dual, kind),
            BinaryOperatorKind.Subtract => Rounded(left.Dual - right.Dual, kind),
            BinaryOperatorKind.Multiply => Rounded(left.Dual * right.Dual, kind),
            BinaryOperatorKind.Divide => Rounded(left.Dual / right.Dual, kind),
            BinaryOperatorKind.Remainder => Rounded(left.Dual % right.Dual, kind),
            _ => null,
        };
    }

    private static Number? Whole(BinaryOperatorKind operation, Number left, Number right)
    {
        var (x, y) = ((long)left.Value, (long)right.Value);
        var kind = NumericKinds.Wider(left.Kind, right.Kind);
        return operation switch
        {
            BinaryOperatorKind.Add => FromLong(x + y, kind),
            BinaryOperatorKind.Subtract => FromLong(x - y, kind),
            BinaryOperatorKind.Multiply when Math.Abs(left.Value * right.Value) <= ExactInteger => FromLong(x * y, kind),
            BinaryOperatorKind.Divide when y != 0 => FromLong(x / y, kind),
            BinaryOperatorKind.Remainder when y != 0 => FromLong(x % y, kind),
            BinaryOperatorKind.And => FromLong(x & y, kind),
            BinaryOperatorKind.Or => FromLong(x | y, kind),
            BinaryOperatorKind.ExclusiveOr => FromLong(x ^ y, kind),
            BinaryOperatorKind.LeftShift => FromLong(x << ShiftCount(y, left.Kind), left.Kind),
            BinaryOperatorKind.RightShift => FromLong(x >> ShiftCount(y, left.Kind), left.Kind),
            _ => null,
        };
    }

    private static int ShiftCount(long count, NumericKind kind)
        => (int)(count & (kind is NumericKind.Int64 or NumericKind.UInt64 ? 63 : 31));

    /// <summary>Wraps as C# does outside of checked; what a double does not hold exactly is unknown.</summary>
    private static Number? FromLong(long value, NumericKind kind)
    {
        double wrapped = kind switch
        {
            NumericKind.SByte => (sbyte)value,
            NumericKind.Byte => (byte)value,
            NumericKind.Int16 => (short)value,
            NumericKind.UInt16 or NumericKind.Char => (ushort)value,
            NumericKind.Int32 => (int)value,
            NumericKind.UInt32 => (uint)value,
            NumericKind.UInt64 => (ulong)value,
            _ => value,
        };
        return Math.Abs(wrapped) <= ExactInteger ? new(wrapped, kind) : null;
    }
}
