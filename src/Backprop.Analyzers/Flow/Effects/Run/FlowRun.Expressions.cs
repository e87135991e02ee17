using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Expressions that do not write.</summary>
internal sealed partial class FlowRun
{
    private FlowValue Evaluate(IOperation? operation)
    {
        if (operation is null || !Step()) return FlowValue.Zero;
        if (++expressionDepth > DeepestExpression) GaveUp = true;
        var value = GaveUp ? FlowValue.Zero : EvaluateNow(operation);
        expressionDepth--;
        return value;
    }

    private FlowValue EvaluateNow(IOperation operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => Constant(constant),
        ILocalReferenceOperation local => local.Local.IsConst ? FlowValue.One : ReadPlace(Root(local.Local, local.Type)),
        IParameterReferenceOperation parameter => ReadPlace(ParameterPlace(parameter.Parameter)),
        IFieldReferenceOperation field => ReadMember(field, field.Instance, field.Field),
        IPropertyReferenceOperation property => ReadProperty(property),
        IArrayElementReferenceOperation element => ReadElement(element, element.ArrayReference, element.Indices),
        IInstanceReferenceOperation instance => Self(instance),
        IConversionOperation conversion => Convert(conversion),
        IParenthesizedOperation inner => Evaluate(inner.Operand),
        IBinaryOperation binary => Binary(binary),
        IUnaryOperation unary => Unary(unary),
        IConditionalOperation choice => ChooseValue(choice.Condition, choice.WhenTrue, choice.WhenFalse),
        ICoalesceOperation coalesce => Evaluate(coalesce.Value).Join(Evaluate(coalesce.WhenNull), Atoms),
        IConditionalAccessOperation access => ConditionalAccess(access),
        IConditionalAccessInstanceOperation => accessed.Count > 0 ? accessed.Peek() : FlowValue.Zero,
        ISwitchExpressionOperation choice => Switch(choice),
        ISimpleAssignmentOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation or IDeconstructionAssignmentOperation
            or ICoalesceAssignmentOperation => Assign(operation),
        IInvocationOperation call => Invoke(call),
        IObjectCreationOperation creation => Create(creation),
        IAnonymousObjectCreationOperation anonymous => Anonymous(anonymous),
        IArrayCreationOperation array => Create(array),
        IArrayInitializerOperation items => Fill(Fresh(items, zero: true), items.ElementValues),
        ITupleOperation tuple => Create(tuple),
        IAnonymousFunctionOperation lambda => FlowValue.Function(lambda),
        IDelegateCreationOperation creation => Evaluate(creation.Target),
        IMethodReferenceOperation method => FlowValue.Function(method),
        IWithOperation with => With(with),
        IIsPatternOperation pattern => Test(pattern),
        IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression),
        IDefaultValueOperation or ILiteralOperation => FlowValue.Zero,
        ISizeOfOperation or ITypeOfOperation or INameOfOperation => FlowValue.One,
        IThrowOperation => FlowValue.Zero,
        _ => Anything(operation),
    };

    // An operation that is not known here: everything below it may be in its value.
    private FlowValue Anything(IOperation operation)
    {
        var all = operation.ChildOperations.Aggregate(FlowValue.Zero, (joined, child) => joined.Join(Evaluate(child), Atoms));
        // `span[n..]` is a stretch of the span.
        return Shapes.IsScalar(operation.Type) ? FlowValue.Number(Content(all)) : all with { Index = null, IsPart = all.IsPart || operation is IImplicitIndexerReferenceOperation };
    }

    private static FlowValue Constant(object? constant) => constant switch
    {
        null => FlowValue.Zero,
        int number => FlowValue.Integer(LinearIndex.Constant(number)) with { Terms = number == 0 ? Terms.Zero : Terms.One },
        double number => number == 0 ? FlowValue.Zero : FlowValue.One,
        float number => number == 0 ? FlowValue.Zero : FlowValue.One,
        decimal number => number == 0 ? FlowValue.Zero : FlowValue.One,
        _ => FlowValue.One,
    };

    private Place ParameterPlace(IParameterSymbol parameter)
    {
        // A primary constructor's parameter that a member uses is a hidden field of the object.
        var captured = parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            && !SymbolEqualityComparer.Default.Equals(constructor, frame.Callee as ISymbol)
            && constructor.IsPrimary();
        return captured && frame.This.Targets.FirstOrDefault() is { } self
            ? self.Child(Key.Member(parameter), parameter.Type, places)
            : Root(parameter, parameter.Type);
    }

    private FlowValue Self(IInstanceReferenceOperation instance) =>
        instance.ReferenceKind == InstanceReferenceKind.ImplicitReceiver && receivers.Count > 0 ? receivers.Peek() : frame.This;

    private FlowValue ReadMember(IOperation operation, IOperation? instance, ISymbol member)
    {
        if (operation.Type is { } type && (Shapes.IsInert(type) || IsLength(member))) return FlowValue.One;
        if (instance is null) return ReadPlace(Root(member.OriginalDefinition, operation.Type));
        var owner = Evaluate(instance);
        if (Shapes.IsArrayOfNumbers(operation.Type) || Shapes.ElementType(operation.Type) is not null)
        {
            if (IsContainer(member.ContainingType)) return owner;
        }

        if (IsBundle(member.ContainingType)) return Read(owner, Key.Elements, operation.Type);
        return owner.Targets.IsEmpty && Shapes.IsInteger(operation.Type) ? FlowValue.One : Read(owner, MemberKey(member), operation.Type);
    }

    private static bool IsLength(ISymbol member) => member is IPropertySymbol { Name: "Length" or "Count" or "LongLength" or "Rank" }
        && !member.Locations.Any(location => location.IsInSource);

    private static Key MemberKey(ISymbol member) => member switch
    {
        IFieldSymbol { CorrespondingTupleField: { } item } => Key.Constant(item.Name),
        IPropertySymbol { ContainingType: { Name: "Tuple", ContainingNamespace.Name: "System" } } => Key.Constant(member.Name),
        _ => Key.Member(member.OriginalDefinition),
    };

    private FlowValue ReadElement(IOperation operation, IOperation owner, IEnumerable<IOperation> indices)
    {
        var from = Evaluate(owner);
        return Read(from, KeyOf(indices, from), operation.Type);
    }

    // `h[t, j]`: the index that is understood and varies tells the elements apart; `w[i, 0]` does not.
    private Key KeyOf(IEnumerable<IOperation> indices, FlowValue owner)
    {
        var all = indices.ToList();
        if (all.Count == 1 && all[0].ConstantValue is { HasValue: true, Value: string text }) return Key.Constant(text);
        var linear = all.Select(index => Evaluate(index).Index).Where(index => index is not null && (all.Count == 1 || !index.IsConstant)).ToList();
        return linear.Count == 1 && linear[0] is { } known ? Key.Index(known) : all.Count == 1 ? BlockOf(all[0], owner) : Key.Elements;
    }

    private FlowValue Convert(IConversionOperation conversion)
    {
        var value = Evaluate(conversion.Operand);
        if (Shapes.IsScalar(conversion.Type) && !value.Targets.IsEmpty) return FlowValue.Number(Content(value));
        if (Shapes.IsScalar(conversion.Type) && value.Index is { IsConstant: true, Offset: 0 }) return FlowValue.Zero;
        return Shapes.IsInteger(conversion.Type) ? value with { Index = value.Index } : value;
    }

    private FlowValue ChooseValue(IOperation condition, IOperation whenTrue, IOperation? whenFalse)
    {
        Evaluate(condition);
        var left = FlowValue.Zero;
        var right = FlowValue.Zero;
        Choose(() => left = Evaluate(whenTrue), () => right = Evaluate(whenFalse));
        var joined = left.Join(right, Atoms);
        return joined.Index is null ? joined with { Index = Bounded(new[] { left.Index, right.Index }) ?? PastTheEdge(condition, left.Index, right.Index) } : joined;
    }

    // `t > 0 ? t - 1 : t` is t - 1 but for the first step.
    private static LinearIndex? PastTheEdge(IOperation condition, LinearIndex? whenTrue, LinearIndex? whenFalse) => condition switch
    {
        _ when whenTrue is null || whenFalse is null => null,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: 0 } } => whenTrue,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, RightOperand.ConstantValue: { HasValue: true, Value: 1 } } => whenTrue,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.LessThanOrEqual, RightOperand.ConstantValue: { HasValue: true, Value: 0 } } => whenFalse,
        _ => null,
    };

    private FlowValue Switch(ISwitchExpressionOperation choice)
    {
        var subject = Evaluate(choice.Value);
        var value = FlowValue.Zero;
        Choose(choice.Arms.Select(arm => (Action)(() =>
        {
            Bind(arm.Pattern, subject);
            value = value.Join(Evaluate(arm.Value), Atoms);
        })).DefaultIfEmpty(() => { }).ToArray());
        return value;
    }

    private readonly Stack<FlowValue> accessed = new();
    private readonly Stack<FlowValue> receivers = new();

    private FlowValue ConditionalAccess(IConditionalAccessOperation access)
    {
        accessed.Push(Evaluate(access.Operation));
        var value = Evaluate(access.WhenNotNull);
        accessed.Pop();
        return value;
    }

    private FlowValue Test(IIsPatternOperation test)
    {
        Bind(test.Pattern, Evaluate(test.Value));
        return FlowValue.One;
    }

    // `x is { A: var a }`, `case Cache c`: whatever a pattern names holds the subject or a part of it.
    private void Bind(IPatternOperation pattern, FlowValue subject)
    {
        foreach (var inner in pattern.DescendantsAndSelf())
        {
            if (inner is IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local })
                Write(Root(local, local.Type), subject, strong: true);
        }
    }
}
