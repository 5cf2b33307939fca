using GeneratedScheduler;

namespace Library;

public static class Calculator
{
    [ScheduledTask]
    public static int Sum(int a, int b) => a + b;
}
