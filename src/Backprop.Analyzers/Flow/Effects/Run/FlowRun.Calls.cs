using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Calls: entered where there is source, known by what the library does, or not understood.</summary>
internal sealed partial class FlowRun
{
    private readonly Dictionary<IMethodSymbol, IOperation?> localFunctions = new(SymbolEqualityComparer.Default);

    /// <summary>The methods that the region under analysis ran through.</summary>
    public HashSet<IMethodSymbol> Entered { get; } = new(SymbolEqualityComparer.Default);

    private IOperation? Body(IMethodSymbol method)
    {
        if (localFunctions.TryGetValue(method, out var local)) return local;
        return method.IsAbstract || method.IsExtern || IsForeign(method) ? null : bodies(method);
    }

    private FlowValue Invoke(IInvocationOperation call)
    {
        var receiver = call.Instance is null ? null : Evaluate(call.Instance);
        if (Parallel(call) is { } body) return RunParallel(call, body);
        var arguments = call.Arguments.Select(Argument).ToImmutableArray();
        var value = Called(call, receiver, arguments);
        if (loopRun && frame.Caller is null) Log.Results.Add(new CallResult(call, arguments, value));
        return value;
    }

    private FlowValue Called(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
            return Call(receiver?.Callee, call, arguments.Select(OfAnyElement).ToImmutableArray()) ?? NotUnderstood(call, null, arguments);
        var method = call.TargetMethod;
        if (IsRecursion(method)) return Recur(call, arguments);
        if (CanEnter(method) && Body(method) is not null)
            return Enter(call, method, receiver ?? frame.This, InOrder(call.Arguments, arguments, method));
        return IsForeign(method) ? Library(call, receiver, arguments) : NotUnderstood(call, receiver, arguments);
    }

    // `[f(0), f(1), f(2)]`: a function of the index is one of any index.
    private static FlowValue OfAnyElement(FlowValue argument) => argument.Index is { IsConstant: true } ? argument with { Index = null } : argument;

    // An argument that is handed out has no value yet.
    private FlowValue Argument(IArgumentOperation argument) =>
        argument.Parameter?.RefKind == RefKind.Out ? FlowValue.Zero : Evaluate(argument.Value);

    private FlowValue? Call(object? callee, IOperation site, ImmutableArray<FlowValue> arguments) => callee switch
    {
        IAnonymousFunctionOperation lambda when CanEnter(lambda) => Enter(site, lambda, lambda.Symbol, lambda.Body, frame.This, arguments),
        IMethodReferenceOperation { Method: var method } when CanEnter(method) && Body(method) is not null =>
            Enter(site, method, frame.This, arguments),
        IMethodReferenceOperation { Method: var method } when IsForeign(method) =>
            FlowValue.Number(Apply(LibraryArithmetic.Of(method), arguments.Select(Content).ToList())),
        _ => null,
    };

    private bool CanEnter(object callee)
    {
        if (frame.Depth >= DeepestCall) return false;
        for (var level = frame; level is not null; level = level.Caller)
        {
            if (Equals(level.Callee, callee)) return false;
        }

        return true;
    }

    private FlowValue Enter(IOperation site, IMethodSymbol method, FlowValue self, ImmutableArray<FlowValue> arguments) =>
        CanEnter(method) && Body(method) is { } body ? Enter(site, method, method, body, self, arguments) : FlowValue.Number(
            Atoms.Mix(arguments.Aggregate(Content(self), (all, argument) => Atoms.Sum(all, Content(argument)))));

    private FlowValue Enter(
        IOperation site, object callee, IMethodSymbol method, IOperation body, FlowValue self, ImmutableArray<FlowValue> arguments)
    {
        var caller = frame;
        if (loopRun) Entered.Add(method);
        var result = places.Root(new Key(KeyKind.Root, (body, "result"), Context(site.Syntax)), method.ReturnType);
        for (var i = 0; i < method.Parameters.Length && i < arguments.Length; i++)
            state.Set(Root(method.Parameters[i], method.Parameters[i].Type), arguments[i]);
        state.Forget(result);
        frame = new Frame(caller, self, callee, result, site, Context(site.Syntax));
        Run(body);
        foreach (var exit in frame.Exits) state.Join(exit, Start, Atoms);
        state.Reachable = true;
        frame = caller;
        HandBack(site, method);
        return method.ReturnsVoid ? FlowValue.One : state.Find(result) ?? FlowValue.Zero;
    }

    // What ref and out parameters hold at the end is what the arguments hold after the call.
    private void HandBack(IOperation site, IMethodSymbol method)
    {
        var arguments = site switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.Ref or RefKind.Out } parameter) continue;
            if (parameter.Ordinal < method.Parameters.Length && state.Find(Root(method.Parameters[parameter.Ordinal], parameter.Type)) is { } value)
                Store(argument, argument.Value, value);
        }
    }

    private static ImmutableArray<FlowValue> InOrder(
        ImmutableArray<IArgumentOperation> arguments, ImmutableArray<FlowValue> values, IMethodSymbol method)
    {
        var ordered = Enumerable.Repeat(FlowValue.Zero, method.Parameters.Length).ToArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Parameter is { } parameter && parameter.Ordinal < ordered.Length) ordered[parameter.Ordinal] = values[i];
        }

        return ordered.ToImmutableArray();
    }

    /// <summary>A call into the unknown: everything mutable that it can see may hold a function of everything that it was handed.</summary>
    private FlowValue NotUnderstood(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        var handed = arguments.Aggregate(receiver is null ? Terms.Zero : Content(receiver), (all, argument) => Atoms.Sum(all, Content(argument)));
        var mix = Atoms.Unknown(handed);
        if (receiver is not null) Fill(receiver, mix, strong: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            Fill(arguments[i], mix, strong: false);
            if (call.Arguments[i].Parameter?.RefKind is RefKind.Ref or RefKind.Out)
                Store(call, call.Arguments[i].Value, Shapes.IsScalar(call.Arguments[i].Value.Type) ? FlowValue.Number(mix) : NewNumbers(call, mix));
        }

        return NewNumbers(call, mix);
    }

    private static IAnonymousFunctionOperation? Parallel(IInvocationOperation call) =>
        call.TargetMethod is { Name: "For" or "ForEach", ContainingType: { Name: "Parallel", ContainingNamespace.Name: "Tasks" } }
            ? call.Arguments.Select(argument => argument.Value.Unconverted()).OfType<IDelegateCreationOperation>()
                .Select(creation => creation.Target).OfType<IAnonymousFunctionOperation>().FirstOrDefault() : null;

    private FlowValue RunParallel(IInvocationOperation call, IAnonymousFunctionOperation body)
    {
        var stuff = call.Arguments.Select(argument => Evaluate(argument.Value)).ToList();
        var parameter = body.Symbol.Parameters.FirstOrDefault();
        var item = call.TargetMethod.Name == "ForEach" ? Read(stuff[0], Key.Elements, parameter?.Type) : FlowValue.One;
        if (parameter is not null) sweeps.Add(parameter);
        PassTwice(() => Enter(call, body, body.Symbol, body.Body, frame.This, ImmutableArray.Create(item)));
        if (parameter is not null) sweeps.Remove(parameter);
        return FlowValue.One;
    }
}
