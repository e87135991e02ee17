using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>A value that is, or is not, one constant wherever a piece of code runs: <c>if (kind == Kind.Tanh)</c>, <c>if (!isLast)</c>.</summary>
internal sealed record Condition(Term Subject, object? Value, bool IsEqual)
{
    private const int Deepest = 6;
    private const int Highest = 60;

    public bool SaysTheSame(Condition other) => IsEqual == other.IsEqual && Equals(Value, other.Value);

    /// <summary>
    /// What the branches around an operation say, as far as they are understood: null where one of them is not, or where the
    /// operation runs in a loop or a function of its own.
    /// </summary>
    public static List<Condition>? Around(IOperation operation, IReadOnlyDictionary<IOperation, Term> terms, bool all)
    {
        var found = new List<Condition>();
        var (below, height) = (operation, 0);
        for (var current = operation.Parent; current is not null && height < Highest; below = current, current = current.Parent, height++)
        {
            var understood = current switch
            {
                IConditionalOperation choice when below == choice.WhenTrue => Add(choice.Condition, true, terms, found, 0),
                IConditionalOperation choice when below == choice.WhenFalse => Add(choice.Condition, false, terms, found, 0),
                ISwitchOperation choice when below is ISwitchCaseOperation { Clauses: [ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true, Value: var value } }] } =>
                    Add(choice.Value, value, true, terms, found),
                ISwitchOperation choice when below != choice.Value => false,
                ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or ITryOperation => false,
                _ => true,
            };
            if (!understood && all) return null;
        }

        return found;
    }

    private static bool Add(IOperation condition, bool truth, IReadOnlyDictionary<IOperation, Term> terms, List<Condition> found, int depth) => depth < Deepest && condition switch
    {
        IParenthesizedOperation inner => Add(inner.Operand, truth, terms, found, depth + 1),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not => Add(not.Operand, !truth, terms, found, depth + 1),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when truth =>
            Add(both.LeftOperand, true, terms, found, depth + 1) & Add(both.RightOperand, true, terms, found, depth + 1),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !truth =>
            Add(either.LeftOperand, false, terms, found, depth + 1) & Add(either.RightOperand, false, terms, found, depth + 1),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null } test =>
            AddTest(test, truth == (test.OperatorKind == BinaryOperatorKind.Equals), terms, found),
        IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation => Add(condition, true, truth, terms, found),
        _ => false,
    };

    private static bool AddTest(IBinaryOperation test, bool isEqual, IReadOnlyDictionary<IOperation, Term> terms, List<Condition> found) =>
        test.RightOperand.ConstantValue is { HasValue: true } right ? Add(test.LeftOperand, right.Value, isEqual, terms, found)
        : test.LeftOperand.ConstantValue is { HasValue: true } left && Add(test.RightOperand, left.Value, isEqual, terms, found);

    private static bool Add(IOperation subject, object? value, bool isEqual, IReadOnlyDictionary<IOperation, Term> terms, List<Condition> found)
    {
        if (!terms.TryGetValue(subject, out var term)) return false;
        found.Add(new Condition(term, value, isEqual));
        return true;
    }
}
