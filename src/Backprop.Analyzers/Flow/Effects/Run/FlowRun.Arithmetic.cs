using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Sums and products, of numbers and of whatever has operators.</summary>
internal sealed partial class FlowRun
{
    private FlowValue Binary(IBinaryOperation binary)
    {
        var left = Evaluate(binary.LeftOperand);
        var right = Evaluate(binary.RightOperand);
        if (Shapes.IsInteger(binary.Type)) return FlowValue.Integer(Integer(binary.OperatorKind, left.Index, right.Index));
        if (Shapes.IsInert(binary.Type)) return FlowValue.One;
        var (first, second) = (Content(left), Content(right));
        if (IsSum(binary.OperatorKind))
        {
            NoteZero(binary.LeftOperand, first, second);
            NoteZero(binary.RightOperand, second, first);
        }

        return NewNumbers(binary, Combine(binary.OperatorKind, first, second));
    }

    private static bool IsSum(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract;

    private LinearIndex? Integer(BinaryOperatorKind kind, LinearIndex? left, LinearIndex? right) => kind switch
    {
        BinaryOperatorKind.Add or BinaryOperatorKind.Subtract when left is null || right is null =>
            // `t * units + j`: which element of the row is not known, the row is.
            left is { Unit: not null } ? left : right is { Unit: not null } && kind == BinaryOperatorKind.Add ? right : null,
        BinaryOperatorKind.Add => right is null ? null : left?.Plus(right, 1),
        BinaryOperatorKind.Subtract => right is null ? null : left?.Plus(right, -1),
        BinaryOperatorKind.Multiply when left is not null && right is not null => IsMoving(left) ? Rows(left, right) : Rows(right, left),
        _ => null,
    };

    private LinearIndex? Rows(LinearIndex count, LinearIndex unit) => count.Unit is null && IsMoving(count) && !IsMoving(unit) ? count.Rows(unit) : null;

    // Counts with the loop under analysis.
    private bool IsMoving(LinearIndex index) => index.Parts.Any(part => Written.Contains(part.Place) || ReferenceEquals(part.Place, Position));

    private Terms Combine(BinaryOperatorKind kind, Terms left, Terms right) => kind switch
    {
        BinaryOperatorKind.Add or BinaryOperatorKind.Subtract => Atoms.Sum(left, right),
        BinaryOperatorKind.Multiply => Product(left, right),
        // Dividing by a zero that is only not known yet must not make everything vanish.
        BinaryOperatorKind.Divide => right.IsZero ? left : Atoms.Product(left, right.Count == 1 ? right : Atoms.Mix(right)),
        _ => Atoms.Sum(left, right),
    };

    private Terms Product(Terms left, Terms right)
    {
        if (mark is { } marked && left.Atoms.Contains(marked) && right.Atoms.Contains(marked)) MarkMetItself = true;
        if (loopRun && left.Single is { } first) Log.Factors.Add(new Factor(first, right));
        if (loopRun && right.Single is { } second) Log.Factors.Add(new Factor(second, left));
        return Atoms.Product(left, right);
    }

    private FlowValue Unary(IUnaryOperation unary)
    {
        var value = Evaluate(unary.Operand);
        if (Shapes.IsInert(unary.Type)) return FlowValue.One;
        if (Shapes.IsInteger(unary.Type)) return FlowValue.Integer(FromEnd(unary, value.Index));
        return value.Targets.IsEmpty ? value with { Index = null } : NewNumbers(unary, Content(value));
    }

    private LinearIndex? FromEnd(IUnaryOperation unary, LinearIndex? index) => unary.OperatorKind switch
    {
        UnaryOperatorKind.Minus when index is not null => LinearIndex.Constant(0).Plus(index, -1),
        // `^1`: a fixed place counted from an end that is not known.
        UnaryOperatorKind.Hat when index is not null =>
            LinearIndex.Of(places.Root(new Key(KeyKind.Root, "end"), null)).Plus(index, -1),
        UnaryOperatorKind.Plus => index,
        _ => null,
    };

    private void NoteZero(IOperation operand, Terms terms, Terms rest)
    {
        if (!terms.IsZero || rest.IsZero || !loopRun) return;
        if (ZeroPlace(operand.Unconverted()) is { } place) Log.Zeros.Add(new ZeroSummand(operand, Site(operand), place, rest));
    }

    /// <summary>The variable or own field that an operation names, in the method under analysis.</summary>
    public Place? Named(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation ? ZeroPlace(operation) : null;

    private Place? ZeroPlace(IOperation operand) => operand switch
    {
        ILocalReferenceOperation local => Root(local.Local, local.Type),
        IParameterReferenceOperation parameter => ParameterPlace(parameter.Parameter),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field when frame.This.Targets.FirstOrDefault() is { } self =>
            self.Child(MemberKey(field.Field), field.Type, places),
        IArrayElementReferenceOperation element => ZeroPlace(element.ArrayReference.Unconverted()),
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: { } instance } => ZeroPlace(instance.Unconverted()),
        _ => null,
    };
}
