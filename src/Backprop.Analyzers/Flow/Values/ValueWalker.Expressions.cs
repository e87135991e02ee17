using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    /// <summary>The term of an expression, after its side effects.</summary>
    private Term Evaluate(IOperation? operation)
    {
        if (operation is null) return new Literal(null, null);
        if (operation.ConstantValue is { HasValue: true } constant) return new Literal(constant.Value, operation.Type);
        if (Exhausted || ++expressionDepth > DeepestExpression) return Unknown(operation);
        var before = state;
        var term = EvaluateNode(operation);
        expressionDepth--;
        if (term.Size > Term.LargestSize) term = Unknown(operation);
        Record(operation, term, before);
        return term;
    }

    private Term EvaluateNode(IOperation operation) => operation switch
    {
        IParenthesizedOperation inner => Evaluate(inner.Operand),
        IConversionOperation conversion => Convert(conversion),
        ILocalReferenceOperation local => Read(new Variable(local.Local, local.Type), local),
        IParameterReferenceOperation parameter => Read(new Variable(parameter.Parameter, parameter.Type), parameter),
        IInstanceReferenceOperation self => Instance(self),
        IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation
            or IImplicitIndexerReferenceOperation { Argument.Type.Name: "Index" } => ReadMemory(operation),
        ISimpleAssignmentOperation assignment => Assign(assignment),
        ICompoundAssignmentOperation compound => AssignCompound(compound),
        IIncrementOrDecrementOperation step => Step(step),
        IDeconstructionAssignmentOperation deconstruction => Deconstruct(deconstruction),
        IBinaryOperation or IUnaryOperation or IIsPatternOperation or IIsTypeOperation => Compute(operation, ChildrenOf(operation)),
        IConditionalOperation choice => Choose(choice),
        ITupleOperation tuple => MakeTuple(tuple),
        IObjectCreationOperation creation => Create(creation),
        IArrayCreationOperation array => CreateArray(array),
        IAnonymousFunctionOperation function => Capture(function),
        IMethodReferenceOperation method => new Function(method, ImmutableArray<ISymbol>.Empty, ImmutableArray<Term>.Empty),
        IDelegateCreationOperation creation => Evaluate(creation.Target),
        IInvocationOperation call => Call(call),
        IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression),
        _ => EvaluateOther(operation),
    };

    // What is not understood still has its side effects.
    private Term EvaluateOther(IOperation operation)
    {
        foreach (var child in operation.ChildOperations) Execute(child);
        foreach (var target in WriteTargets.Of(operation)) ForgetTarget(target);
        return Unknown(operation);
    }

    private static ImmutableArray<IOperation> ChildrenOf(IOperation operation) =>
        operation.ChildOperations.Where(child => child is not IPatternOperation).ToImmutableArray();

    private Term Compute(IOperation operation, ImmutableArray<IOperation> operands) =>
        new Computation(operation, operands, operands.Select(operand => Contents(Evaluate(operand))).ToImmutableArray());

    // Only a conversion that changes the value is a computation of its own.
    private Term Convert(IConversionOperation conversion)
    {
        var operand = Evaluate(conversion.Operand);
        var keeps = conversion.OperatorMethod is null
            && (conversion.Conversion.IsIdentity || conversion.Conversion.IsReference || conversion.Type is null);
        if (keeps || operand is Function) return operand;
        return new Computation(conversion, ImmutableArray.Create(conversion.Operand), ImmutableArray.Create(Contents(operand)));
    }

    private Term Read(Variable variable, IOperation operation) =>
        state.Variables.TryGetValue(variable, out var value) ? value : new Origin(variable.Symbol, operation.Type);

    private Term Instance(IInstanceReferenceOperation self) =>
        self.ReferenceKind == InstanceReferenceKind.ImplicitReceiver && frame.Initialised.Count > 0
            ? frame.Initialised.Peek()
            : frame.Receiver;

    private Term ReadMemory(IOperation operation)
    {
        if (operation is IPropertyReferenceOperation { Property: { IsIndexer: false } property } computed
            && !effects.IsStored(property))
            return Get(computed);
        if (PlaceOf(operation) is not { } place) return Unknown(operation);
        // `tuple.Item1` of a tuple made here is what was put there.
        if (place is Member { Receiver: Computation { Operation: ITupleOperation } tuple, Symbol: IFieldSymbol item }
            && TupleItems.IndexOf(item) is >= 0 and var index && index < tuple.Parts.Length)
            return tuple.Parts[index];
        return state.Read(place);
    }

    private Term Choose(IConditionalOperation choice)
    {
        var condition = Evaluate(choice.Condition);
        Term whenTrue = condition, whenFalse = condition;
        ExecuteEither(choice, [() => whenTrue = Evaluate(choice.WhenTrue), () => whenFalse = Evaluate(choice.WhenFalse)]);
        if (whenTrue.Equals(whenFalse)) return whenTrue;
        return choice.WhenFalse is null
            ? Unknown(choice)
            : new Computation(
                choice,
                ImmutableArray.Create(choice.Condition, choice.WhenTrue, choice.WhenFalse),
                ImmutableArray.Create(condition, whenTrue, whenFalse));
    }

    private Term MakeTuple(ITupleOperation tuple)
    {
        var parts = tuple.Elements.Select(Evaluate).ToImmutableArray();
        var made = new Computation(tuple, tuple.Elements, parts);
        if (!quiet) tuples.Add(made);
        return made;
    }

    private Term Capture(IAnonymousFunctionOperation function)
    {
        LookInto(function, function.Body);
        var captured = function.Body.Descendants()
            .Select(o => o switch
            {
                ILocalReferenceOperation local => (local.Local, (IOperation)local),
                IParameterReferenceOperation parameter => ((ISymbol)parameter.Parameter, parameter),
                _ => default((ISymbol Symbol, IOperation Operation)),
            })
            .Where(read => read.Item1 is not null && !IsDeclaredIn(read.Item1, function))
            .GroupBy(read => read.Item1, SymbolEqualityComparer.Default).Select(group => group.First()).ToArray();
        return new Function(
            function,
            captured.Select(read => read.Item1).ToImmutableArray(),
            captured.Select(read => Contents(Evaluate(read.Item2))).ToImmutableArray());
    }

    private static bool IsDeclaredIn(ISymbol symbol, IAnonymousFunctionOperation function) =>
        symbol.DeclaringSyntaxReferences.Any(reference => function.Syntax.Span.Contains(reference.Span)
            && reference.SyntaxTree == function.Syntax.SyntaxTree);

    /// <summary>An array's or matrix's contents as of now, told apart from what they were before a write.</summary>
    private Term Contents(Term term)
    {
        if (term is Literal or Computation || term.Type is not { IsReferenceType: true }) return term;
        var version = state.VersionOf(Element.AnyOf(term));
        return version == 0 ? term : new Snapshot(term, version);
    }
}
