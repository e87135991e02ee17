using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Patterns and switch expressions.</summary>
internal sealed partial class Expressions
{
    public override Datum? VisitIsType(IIsTypeOperation operation, Frame frame)
        => Value(operation.ValueOperand, frame) is { } value
            && Patterns.IsOfType(value, frame.Types.Resolve(operation.TypeOperand)) is { } matches
            ? Truth.Of(matches != operation.IsNegated)
            : null;

    public override Datum? VisitIsPattern(IIsPatternOperation operation, Frame frame)
        => Value(operation.Value, frame) is { } value && Matches(operation.Pattern, value, frame) is { } matches
            ? Truth.Of(matches)
            : null;

    public override Datum? VisitSwitchExpression(ISwitchExpressionOperation operation, Frame frame)
    {
        if (Value(operation.Value, frame) is not { } value)
        {
            return frame.Run.Stop();
        }

        foreach (var arm in operation.Arms)
        {
            if (MatchesArm(arm, value, frame) is not { } matches)
            {
                return frame.Run.Stop();
            }

            if (matches)
            {
                return Value(arm.Value, frame);
            }
        }

        return frame.Run.Stop();
    }

    public bool? Matches(IPatternOperation pattern, Datum value, Frame frame)
    {
        if (!frame.Run.Enter())
        {
            return null;
        }

        var result = MatchesKind(pattern, value, frame);
        frame.Run.Leave();
        return result;
    }

    private bool? MatchesArm(ISwitchExpressionArmOperation arm, Datum value, Frame frame)
        => Matches(arm.Pattern, value, frame) is not true and var decided ? decided
        : arm.Guard is null ? true
        : Value(arm.Guard, frame) is Truth guard ? guard.Value
        : null;

    private bool? MatchesKind(IPatternOperation pattern, Datum value, Frame frame) => pattern switch
    {
        IDiscardPatternOperation => true,
        IConstantPatternOperation constant => Patterns.AreEqual(value, Value(constant.Value, frame)),
        IRelationalPatternOperation relational => Truthful(Combine(
            relational.OperatorKind, null, value, Value(relational.Value, frame), frame)),
        INegatedPatternOperation negated => !Matches(negated.Pattern, value, frame),
        IBinaryPatternOperation both => MatchesBoth(both, value, frame),
        ITypePatternOperation type => Patterns.IsOfType(value, frame.Types.Resolve(type.MatchedType)),
        IDeclarationPatternOperation declaration => MatchesDeclaration(declaration, value, frame),
        IRecursivePatternOperation recursive => MatchesRecursive(recursive, value, frame),
        _ => null,
    };

    private bool? MatchesBoth(IBinaryPatternOperation both, Datum value, Frame frame)
    {
        var stop = both.OperatorKind == BinaryOperatorKind.Or;
        var left = Matches(both.LeftPattern, value, frame);
        return left is null || left == stop ? left : Matches(both.RightPattern, value, frame);
    }

    private static bool? MatchesDeclaration(IDeclarationPatternOperation declaration, Datum value, Frame frame)
    {
        bool? matches = declaration.MatchesNull ? true
            : declaration.MatchedType is { } type ? Patterns.IsOfType(value, frame.Types.Resolve(type))
            : value is not Absent;
        if (matches is true && declaration.DeclaredSymbol is { } variable)
        {
            frame.Declare(variable, value.Copied());
        }

        return matches;
    }

    private bool? MatchesRecursive(IRecursivePatternOperation recursive, Datum value, Frame frame)
    {
        if (value is Absent || recursive.DeconstructionSubpatterns.Length > 0 && value is not (TupleDatum or Instance))
        {
            return value is Absent ? false : null;
        }

        if (value is Instance && Patterns.IsOfType(value, frame.Types.Resolve(recursive.MatchedType)) is not true and var decided)
        {
            return decided;
        }

        var matches = MatchesParts(recursive, value, frame);
        for (var i = 0; matches is true && i < recursive.PropertySubpatterns.Length; i++)
        {
            matches = MatchesProperty(recursive.PropertySubpatterns[i], value, frame);
        }

        if (matches is true && recursive.DeclaredSymbol is { } variable)
        {
            frame.Declare(variable, value.Copied());
        }

        return matches;
    }

    private bool? MatchesParts(IRecursivePatternOperation recursive, Datum value, Frame frame)
    {
        var count = recursive.DeconstructionSubpatterns.Length;
        var parts = count == 0 ? null : value is Instance instance ? machine.Objects.Deconstruct(instance, count, frame) : value as TupleDatum;
        if (count > 0 && parts?.Count != count)
        {
            return null;
        }

        for (var i = 0; i < count; i++)
        {
            if (parts?[i] is not { } part || Matches(recursive.DeconstructionSubpatterns[i], part, frame) is not { } matches)
            {
                return null;
            }

            if (!matches)
            {
                return false;
            }
        }

        return true;
    }

    private bool? MatchesProperty(IPropertySubpatternOperation subpattern, Datum value, Frame frame)
    {
        frame.Receivers.Push(value);
        var member = Value(subpattern.Member, frame);
        frame.Receivers.Pop();
        return member is null ? null : Matches(subpattern.Pattern, member, frame);
    }

    private static bool? Truthful(Datum? datum) => datum is Truth truth ? truth.Value : null;
}
